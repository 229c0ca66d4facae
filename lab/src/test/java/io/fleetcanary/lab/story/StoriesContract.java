package io.fleetcanary.lab.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.story.Stories.Told;
import io.fleetcanary.lab.story.StorySpec.Pace;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a fleet must be able to tell, embedded or real; the worker is a process of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(300)
@TestInstance(Lifecycle.PER_CLASS)
public abstract class StoriesContract {
  private static final TrafficWeight QUARTER = new TrafficWeight(25);

  private Path folder;
  private LabFleet fleet;
  private WorkflowServiceStubs stubs;
  private WorkerProcess worker;
  private Stories stories;

  /** Starts at least three clusters; this class closes them. */
  protected abstract LabFleet startFleet(Path in);

  /** How long its gateways need bakes to be. */
  protected abstract Pace pace();

  @BeforeAll
  final void begin(@TempDir Path in) {
    folder = in;
    fleet = startFleet(in.resolve("fleet"));
    TemporalConnection connection =
        TemporalConnection.plain(fleet.temporal(), TemporalConnection.DEFAULT_NAMESPACE);
    stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    worker = WorkerProcess.start(fleet, folder);
    stories = new Stories(fleet, connection.client(stubs), pace());
  }

  protected final Stories stories() {
    return stories;
  }

  @AfterAll
  final void end() {
    worker.close();
    stubs.shutdownNow();
    fleet.close();
  }

  @Test
  @Order(1)
  void bringsEverythingBackWhenAbortedAtAQuarter() {
    AtomicReference<Instant> ordered = new AtomicReference<>();
    String first = fleet.clusters().getFirst();

    try (TrafficOff off = new TrafficOff(fleet.admin(first), StorySpec.NAMESPACE)) {
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
        .containsAnyOf("> limit 5 %", "> 1.50 x stable's")
        .endsWith("cluster " + stories.second());
    List<String> brakes = worker.said("verdict to traffic off");
    assertThat(brakes).isNotEmpty();
    brakes.forEach(System.out::println);
  }

  /** Kills the worker (-9) and starts another one. */
  protected final void replaceWorker() {
    worker.kill();
    worker = WorkerProcess.start(fleet, folder);
  }

  protected static boolean bakesAtQuarter(FleetStatus status, String cluster) {
    return status.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .filter(each -> each.cluster().equals(cluster))
        .anyMatch(each -> each.phase() == ClusterPhase.BAKING && each.set().equals(QUARTER));
  }
}
