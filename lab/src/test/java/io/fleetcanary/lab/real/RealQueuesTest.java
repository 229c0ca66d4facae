package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.Stories;
import io.fleetcanary.lab.story.Stories.Told;
import io.fleetcanary.lab.story.StoryResult;
import io.fleetcanary.lab.story.StorySpec.Pace;
import io.fleetcanary.lab.story.Trail;
import io.fleetcanary.lab.story.WorkerProcess;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker in each of two remote clusters, with that cluster's credentials and queue only; the
 * central worker has none of theirs.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealQueuesTest {
  private static final String REMOTE = "us-1";
  private static final String NOBODY = "no worker for us-1: nobody polls task queue us-1";

  private Path folder;
  private RealFleet fleet;
  private WorkflowServiceStubs stubs;
  private Stories stories;
  private final List<WorkerProcess> workers = new ArrayList<>();
  private WorkerProcess remote;

  @BeforeAll
  void begin(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path in) {
    folder = in;
    fleet = RealFleet.start(List.of("eu-1", REMOTE, "us-2"), in.resolve("fleet"));
    TemporalConnection connection =
        TemporalConnection.plain(fleet.temporal(), TemporalConnection.DEFAULT_NAMESPACE);
    stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    workers.add(
        WorkerProcess.start(
            central(), TaskQueues.CENTRAL, fleet.temporal(), folder.resolve("central")));
    remote = worker(REMOTE);
    workers.add(worker("us-2"));
    stories = new Stories(fleet, connection.client(stubs), Pace.CALM);
  }

  @AfterAll
  void end() {
    workers.forEach(WorkerProcess::close);
    remote.close();
    stubs.shutdownNow();
    fleet.close();
  }

  /** All clusters; of the remote ones no credentials, only their queues. */
  private FleetInventory central() {
    return new FleetInventory(
        fleet.inventory().clusters().stream()
            .map(entry -> entry.name().equals("eu-1") ? entry : entry(entry, nowhere(entry)))
            .toList());
  }

  private static ApiAccess nowhere(ClusterEntry entry) {
    return new ApiAccess.Kubeconfig("/nonexistent/" + entry.name(), entry.name());
  }

  private static ClusterEntry entry(ClusterEntry entry, ApiAccess access) {
    return new ClusterEntry(entry.name(), entry.labels(), access, entry.prometheus(), entry.name());
  }

  /** A worker that knows its own cluster only. */
  private WorkerProcess worker(String cluster) {
    List<ClusterEntry> own =
        fleet.inventory().clusters().stream()
            .filter(entry -> entry.name().equals(cluster))
            .map(entry -> entry(entry, entry.access()))
            .toList();
    return WorkerProcess.start(
        new FleetInventory(own), cluster, fleet.temporal(), folder.resolve(cluster));
  }

  @Test
  @Order(1)
  void waitsOnTheWayBackForAWorkerAndSaysSo() {
    AtomicReference<String> said = new AtomicReference<>("");

    Told told =
        stories.aborted(
            (rollout, status) -> {
              ClusterStatus seen = cluster(status);
              if (seen.phase() == ClusterPhase.BAKING && said.compareAndSet("", "abort")) {
                remote.kill();
                Stories.abort(rollout, "story");
              }
              if (seen.phase() == ClusterPhase.RETURNING
                  && seen.reason().endsWith("waiting for one")
                  && said.compareAndSet("abort", seen.reason())) {
                remote = worker(REMOTE);
              }
            });

    assertThat(said.get()).endsWith(NOBODY + ", waiting for one");
    assertThat(told.flaws()).isEmpty();
  }

  @Test
  @Order(2)
  void keepsWaitingOnTheWayBackWhenItIsAbortedAfterAWorkerWasLost() {
    LostWorker lost = new LostWorker(true);

    Told told = stories.aborted(lost);

    assertThat(lost.waiting())
        .hasValueSatisfying(
            status -> {
              assertThat(status.phase()).isEqualTo(FleetPhase.RETURNING);
              assertThat(cluster(status).reason()).endsWith(NOBODY + ", waiting for one");
            });
    assertThat(told.result().outcome().reason()).isEqualTo("aborted by story: story");
    assertThat(told.flaws()).isEmpty();
  }

  @Test
  @Order(3)
  void promotesOverOneCentralAndTwoRemoteClusters() {
    assertThat(stories.good((rollout, status) -> {}).flaws()).isEmpty();
  }

  /** The cluster goes back by itself, for nobody measures there; a person has it tried again. */
  @Test
  @Order(4)
  void saysWithinAMinuteThatAWorkerWasLostBetweenTwoStepsAndGoesOnWhenOneIsThere() {
    LostWorker lost = new LostWorker(false);

    StoryResult result = stories.goodAgain(lost).result();

    assertThat(lost.said()).hasValue(NOBODY);
    assertThat(lost.noticedAfter()).isLessThan(Duration.ofSeconds(60));
    assertThat(result.outcome().ending())
        .as(result.outcome().reason())
        .isEqualTo(FleetPhase.PROMOTED);
    assertThat(result.flawsOfRevisions()).isEmpty();
    assertThat(result.answers().values())
        .allSatisfy(answers -> assertThat(answers.byStatus()).containsOnlyKeys(200));
  }

  @Test
  @Order(5)
  void saysWithinAMinuteThatThereIsNoWorkerGoingForward() {
    remote.kill();

    StoryResult result = stories.good((rollout, status) -> {}).result();

    assertThat(result.outcome().ending()).isEqualTo(FleetPhase.REFUSED);
    assertThat(result.outcome().reason()).contains(NOBODY);
    List<Trail.Entry> heard = result.trail().entries();
    assertThat(Duration.between(heard.getFirst().heard(), heard.getLast().heard()))
        .isLessThan(Duration.ofSeconds(60));
  }

  /**
   * The remote worker is killed in its cluster's first bake, and another one started in the end.
   */
  private final class LostWorker implements BiConsumer<StartedRollout, FleetStatus> {
    private final boolean aborts;
    private Instant lost = Instant.MAX;
    private Instant noticed = Instant.MAX;
    private Optional<String> said = Optional.empty();
    private Optional<FleetStatus> waiting = Optional.empty();
    private boolean back;
    private boolean retried;

    /**
     * Nothing is lost yet.
     *
     * @param aborts whether a person aborts when the rollout has said so, and the worker comes back
     *     only when the way back says that it waits
     */
    LostWorker(boolean aborts) {
      this.aborts = aborts;
    }

    @Override
    public void accept(StartedRollout rollout, FleetStatus status) {
      ClusterStatus seen = cluster(status);
      if (lost.equals(Instant.MAX)) {
        loseIn(seen);
      } else if (said.isEmpty() && seen.reason().contains(NOBODY)) {
        noticed = Instant.now();
        said = Optional.of(seen.reason());
        answer(rollout);
      } else if (waiting.isEmpty() && seen.reason().endsWith(", waiting for one")) {
        waiting = Optional.of(status);
        bringBack();
      } else if (!aborts && !retried && asks(status)) {
        retried = true;
        rollout.signal(
            "retry", Map.of("cluster", REMOTE, "by", "story", "reason", "a worker is there"));
      }
    }

    private void answer(StartedRollout rollout) {
      if (aborts) {
        Stories.abort(rollout, "story");
      } else {
        bringBack();
      }
    }

    private void bringBack() {
      if (!back) {
        back = true;
        remote = worker(REMOTE);
      }
    }

    private void loseIn(ClusterStatus seen) {
      if (seen.phase() == ClusterPhase.BAKING) {
        remote.kill();
        lost = Instant.now();
      }
    }

    /** What the cluster said first. */
    Optional<String> said() {
      return said;
    }

    Duration noticedAfter() {
      return Duration.between(lost, noticed);
    }

    /** The status when the way back was first said to wait. */
    Optional<FleetStatus> waiting() {
      return waiting;
    }
  }

  private static boolean asks(FleetStatus status) {
    return status.waitingFor().stream()
        .anyMatch(waiting -> waiting.gate().startsWith("hold/" + REMOTE));
  }

  private static ClusterStatus cluster(FleetStatus status) {
    return status.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .filter(each -> each.cluster().equals(REMOTE))
        .findFirst()
        .orElseGet(() -> ClusterStatus.queued(REMOTE, Instant.EPOCH));
  }
}
