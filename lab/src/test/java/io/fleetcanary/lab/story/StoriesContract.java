package io.fleetcanary.lab.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.story.Stories.Told;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.jspecify.annotations.Nullable;

/** What a fleet must be able to tell, embedded or real; the worker is a process of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
public abstract class StoriesContract {
  private static final TrafficWeight QUARTER = new TrafficWeight(25);

  private @Nullable WorkflowServiceStubs stubs;
  private @Nullable WorkerProcess worker;
  private LabFleet fleet;
  private Path folder;
  private Stories stories;

  protected final void begin(LabFleet on, Path in) {
    fleet = on;
    folder = in;
    TemporalConnection connection =
        TemporalConnection.plain(fleet.temporal(), TemporalConnection.DEFAULT_NAMESPACE);
    stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    worker = WorkerProcess.start(fleet, folder);
    stories = new Stories(fleet, connection.client(stubs));
  }

  protected final Stories stories() {
    return stories;
  }

  protected final void end() {
    Optional.ofNullable(worker).ifPresent(WorkerProcess::close);
    Optional.ofNullable(stubs).ifPresent(WorkflowServiceStubs::shutdownNow);
  }

  @Test
  @Order(1)
  void bringsEverythingBackWhenAbortedAtAQuarter() {
    AtomicReference<Instant> ordered = new AtomicReference<>();
    String first = fleet.clusters().getFirst();

    try (TrafficOff off = new TrafficOff(fleet.admin(first))) {
      Told told =
          stories.aborted(
              (rollout, status) -> {
                if (ordered.get() == null && bakesAtQuarter(status, first)) {
                  ordered.set(Instant.now());
                  Stories.abort(rollout, "story");
                }
              });

      assertThat(told.flaws()).isEmpty();
      Duration reaction = off.after(ordered.get()).orElseThrow();
      System.out.printf("abort to traffic off: %d ms%n", reaction.toMillis());
    }
  }

  @Test
  @Order(2)
  void bringsTheFirstWaveBackWhenTheSecondIsBad() {
    Told told = stories.bad((rollout, status) -> {});

    assertThat(told.flaws()).isEmpty();
    assertThat(told.result().outcome().reason())
        .startsWith("errors ")
        .contains("limit 5 %")
        .endsWith("cluster " + stories.second());
  }

  /** Kills the worker (-9) and starts another one. */
  protected final void replaceWorker() {
    WorkerProcess old = Optional.ofNullable(worker).orElseThrow();
    old.kill();
    worker = WorkerProcess.start(fleet, folder);
  }

  protected static boolean bakesAtQuarter(FleetStatus status, String cluster) {
    return status.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .filter(each -> each.cluster().equals(cluster))
        .anyMatch(each -> each.phase() == ClusterPhase.BAKING && each.set().equals(QUARTER));
  }
}
