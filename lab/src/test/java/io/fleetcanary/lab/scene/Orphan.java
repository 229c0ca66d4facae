package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
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

/** A service whose rollout was terminated, with its clusters, while no worker was there. */
final class Orphan {
  private static final Duration LONG = Duration.ofMinutes(2);

  private final Scene scene;
  private final Installation installation;
  private final String cluster;

  Orphan(Scene scene, Installation installation) {
    this.scene = scene;
    this.installation = installation;
    this.cluster = scene.cluster(0);
  }

  /** The sweep finds it and brings it back. */
  void isSweptUp() {
    LabFleet fleet = scene.fleet();
    Tenant tenant = new Tenant(scene.namespace(), scene.image("stable"), 1, 4);
    tenant.open(fleet);
    List<Load> callers = fleet.clusters().stream().map(this::callers).toList();
    ByHand nobody = new ByHand(fleet::admin, scene.namespace());
    try (Recorder recorder = Recorder.start(fleet, scene.namespace(), nobody)) {
      Snapshot before = now();
      abandonAtAQuarter();
      installation.startWorker(
          "--fleetcanary.sweep.namespaces=" + scene.namespace(),
          "--fleetcanary.sweep.grace=2s",
          "--fleetcanary.sweep.policy=restore");
      Eventually.within(LONG, () -> installation.schedules().getHandle(Sweep.SCHEDULE).trigger());

      Eventually.within(LONG, () -> assertThat(now()).isEqualTo(before));
      installation.schedules().getHandle(Sweep.SCHEDULE).delete();
      assertKept(recorder.history());
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

  private Snapshot now() {
    return scene.now(cluster);
  }

  private void abandonAtAQuarter() {
    List<StartedRollout> started = new ArrayList<>();
    Eventually.within(LONG, () -> started.add(planned()));
    Eventually.within(
        LONG,
        () -> assertThat(started.getLast().status()).matches(Moments.bakes(cluster, 25), "bakes"));
    installation.killWorker();
    String id = FleetRollout.workflowId(scene.namespace(), "chat");
    terminate(id);
    terminate(id + "/" + cluster);
  }

  /** Refused until Prometheus has seen stable serve. */
  private StartedRollout planned() {
    StartedRollout rollout =
        StartedRollout.start(installation.client(), scene.namespace(), scene.json());
    Eventually.within(
        LONG, () -> assertThat(rollout.status().phase()).isNotEqualTo(FleetPhase.PLANNING));
    assertThat(rollout.status().phase()).isNotEqualTo(FleetPhase.REFUSED);
    return rollout;
  }

  private void terminate(String id) {
    installation.client().newUntypedWorkflowStub(id).terminate("a slip of the finger");
  }
}
