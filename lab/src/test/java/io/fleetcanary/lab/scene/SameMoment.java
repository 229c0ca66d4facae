package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two releases of a scene's service that are started by two threads at a barrier. */
record SameMoment(Scene scene, Callable<StartedRollout> one, Callable<StartedRollout> other) {
  private static final Duration SOON = Duration.ofSeconds(90);

  /**
   * One of them gets to its bake; the other is told whose the service is, at the start or when it
   * claims its first cluster, and has touched nothing. The first is aborted then, and all is as it
   * was.
   */
  void oneHasIt() {
    SortedMap<String, Snapshot> before = now();
    List<StartedRollout> both = start();
    Eventually.within(SOON, () -> assertThat(both).anyMatch(it -> bakes(it.status())));
    StartedRollout winner =
        both.stream().filter(it -> bakes(it.status())).findFirst().orElseThrow();
    StartedRollout loser = both.get(1 - both.indexOf(winner));
    String owner = winner.status().rolloutId();

    Eventually.within(SOON, () -> assertThat(said(loser.status())).contains(owner));
    if (!loser.status().phase().ended()) {
      reject(loser);
    }
    FleetOutcome lost = loser.await(SOON.toSeconds());
    winner.signal("abort", Map.of("by", "ann", "reason", "seen enough"));
    FleetOutcome won = winner.await(SOON.toSeconds());

    assertThat(lost.ending()).isIn(FleetPhase.REFUSED, FleetPhase.REJECTED);
    assertThat(lost.reason()).contains(owner);
    assertThat(lost.clusters().values()).allMatch(ClusterOutcome.Untouched.class::isInstance);
    assertThat(won.reason()).isEqualTo("aborted by ann: seen enough");
    assertThat(now()).isEqualTo(before);
  }

  /**
   * Of two with the same id one is not even started; the other is aborted, and all is as it was.
   */
  void onlyOneStarts() {
    SortedMap<String, Snapshot> before = now();
    List<Future<StartedRollout>> both = race();
    List<Future<StartedRollout>> failed =
        both.stream().filter(it -> it.state() == Future.State.FAILED).toList();

    assertThat(failed).hasSize(1);
    assertThat(failed.getFirst().exceptionNow())
        .isInstanceOf(WorkflowExecutionAlreadyStarted.class);
    StartedRollout only =
        both.stream()
            .filter(it -> it.state() == Future.State.SUCCESS)
            .findFirst()
            .orElseThrow()
            .resultNow();
    Eventually.within(SOON, () -> assertThat(only.status()).matches(this::bakes, "bakes"));
    only.signal("abort", Map.of("by", "ann", "reason", "seen enough"));

    assertThat(only.await(SOON.toSeconds()).reason()).isEqualTo("aborted by ann: seen enough");
    assertThat(now()).isEqualTo(before);
  }

  private boolean bakes(FleetStatus status) {
    return Moments.bakes(scene.cluster(0), 25).test(status);
  }

  /** Why it does not go on: refused, or asking what to do without the service being free. */
  private static String said(FleetStatus status) {
    return status.waitingFor().isEmpty() ? status.reason() : status.waitingFor().getFirst().why();
  }

  private static void reject(StartedRollout rollout) {
    FleetStatus status = rollout.status();
    rollout.signal(
        "reject",
        Map.of(
            "gate",
            status.waitingFor().getFirst().gate(),
            "digest",
            status.digest(),
            "by",
            "ann",
            "reason",
            "somebody else has it"));
  }

  private List<StartedRollout> start() {
    return race().stream().map(SameMoment::started).toList();
  }

  /** Both are over, with a rollout or a failure. */
  private List<Future<StartedRollout>> race() {
    CyclicBarrier barrier = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return List.of(threads.submit(at(barrier, one)), threads.submit(at(barrier, other)));
    }
  }

  private static StartedRollout started(Future<StartedRollout> start) {
    assertThat(start.state()).isEqualTo(Future.State.SUCCESS);
    return start.resultNow();
  }

  private static Callable<StartedRollout> at(
      CyclicBarrier barrier, Callable<StartedRollout> start) {
    return () -> {
      barrier.await();
      return start.call();
    };
  }

  private SortedMap<String, Snapshot> now() {
    SortedMap<String, Snapshot> now = new TreeMap<>();
    scene.fleet().clusters().forEach(cluster -> now.put(cluster, scene.now(cluster)));
    return now;
  }
}
