package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.invariant.Asked;
import io.fleetcanary.lab.invariant.Monitor;
import io.fleetcanary.lab.invariant.history.ByHand;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Recorder;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.Tenant;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.sweep.Sweep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A service that a rollout has begun with, and that nobody looks after any more. */
final class Orphan {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Scene scene;
  private final Installation installation;

  Orphan(Scene scene, Installation installation) {
    this.scene = scene;
    this.installation = installation;
  }

  /**
   * The sweep finds it and brings it back in all clusters.
   *
   * @param lost begins a rollout, and returns when no worker runs and nobody looks after its
   *     clusters
   */
  void isSweptUp(Runnable lost) {
    play(
        () -> {
          SortedMap<String, Snapshot> before = now();
          lost.run();
          assertThat(now()).isNotEqualTo(before);
          installation.startWorker(
              "--fleetcanary.sweep.namespaces=" + scene.namespace(),
              "--fleetcanary.sweep.grace=2s",
              "--fleetcanary.sweep.policy=restore");
          Eventually.within(
              LONG, () -> installation.schedules().getHandle(Sweep.SCHEDULE).trigger());

          Eventually.within(LONG, () -> assertThat(now()).isEqualTo(before));
          installation.schedules().getHandle(Sweep.SCHEDULE).delete();
        });
  }

  /** Plays a deed under live requests in all clusters; fails when it broke an invariant. */
  void play(Runnable deed) {
    LabFleet fleet = scene.fleet();
    Tenant tenant = new Tenant(scene.namespace(), scene.image("stable"), 1, 4);
    tenant.open(fleet);
    List<Load> callers = fleet.clusters().stream().map(this::callers).toList();
    ByHand nobody = new ByHand(fleet::admin, scene.namespace());
    try (Recorder recorder = Recorder.start(fleet, scene.namespace(), nobody)) {
      deed.run();
      assertKept(recorder.history());
      assertThat(callers).allSatisfy(load -> assertThat(load.stop().notSent()).isZero());
    } finally {
      callers.forEach(Load::close);
      installation.killWorker();
      installation.startWorker();
      tenant.close(fleet);
    }
  }

  private void assertKept(History history) {
    assertThat(history.gaps()).isEmpty();
    assertThat(Monitor.violations(history, Asked.of(scene.json(), scene.fleet().inventory())))
        .isEmpty();
  }

  private Load callers(String name) {
    return Load.start(scene.fleet().gateway(name, scene.namespace()), 20, LONG.multipliedBy(4));
  }

  /** What its objects ask for in each cluster. */
  SortedMap<String, Snapshot> now() {
    SortedMap<String, Snapshot> now = new TreeMap<>();
    scene.fleet().clusters().forEach(cluster -> now.put(cluster, scene.now(cluster)));
    return now;
  }

  /** Begins a rollout; refused until Prometheus has seen stable serve. */
  StartedRollout begin() {
    List<StartedRollout> started = new ArrayList<>();
    Eventually.within(LONG, () -> started.add(planned()));
    return started.getLast();
  }

  private StartedRollout planned() {
    StartedRollout rollout =
        StartedRollout.start(installation.client(), scene.namespace(), scene.json());
    Eventually.within(
        LONG, () -> assertThat(rollout.status().phase()).isNotEqualTo(FleetPhase.PLANNING));
    assertThat(rollout.status().phase()).isNotEqualTo(FleetPhase.REFUSED);
    return rollout;
  }

  /** Waits until the rollout says so. */
  static FleetStatus reached(StartedRollout rollout, Predicate<FleetStatus> moment) {
    List<FleetStatus> heard = new ArrayList<>();
    Eventually.within(
        LONG,
        () -> {
          heard.add(rollout.status());
          assertThat(heard.getLast()).matches(moment, "is there");
        });
    return heard.getLast();
  }

  /** Ends the rollout and its run of this cluster by force, while no worker runs. */
  void terminate(String cluster) {
    installation.killWorker();
    String id = FleetRollout.workflowId(scene.namespace(), "chat");
    terminateRun(id);
    terminateRun(id + "/" + cluster);
  }

  private void terminateRun(String id) {
    installation.client().newUntypedWorkflowStub(id).terminate("a slip of the finger");
  }
}
