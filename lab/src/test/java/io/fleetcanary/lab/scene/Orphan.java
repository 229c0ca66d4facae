package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.Tenant;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.sweep.Sweep;
import java.time.Duration;

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
    try {
      Snapshot before = now();
      abandonAtAQuarter();
      installation.startWorker(
          "--fleetcanary.sweep.namespaces=" + scene.namespace(),
          "--fleetcanary.sweep.grace=2s",
          "--fleetcanary.sweep.policy=restore");
      Eventually.within(LONG, () -> installation.schedules().getHandle(Sweep.SCHEDULE).trigger());

      Eventually.within(LONG, () -> assertThat(now()).isEqualTo(before));
    } finally {
      installation.schedules().getHandle(Sweep.SCHEDULE).delete();
      installation.killWorker();
      installation.startWorker();
      tenant.close(fleet);
    }
  }

  private Snapshot now() {
    return Snapshot.of(scene.fleet().admin(cluster), scene.namespace());
  }

  private void abandonAtAQuarter() {
    StartedRollout rollout =
        StartedRollout.start(installation.client(), scene.namespace(), scene.json());
    Eventually.within(
        LONG, () -> assertThat(rollout.status()).matches(Moments.bakes(cluster, 25), "bakes"));
    installation.killWorker();
    String id = FleetRollout.workflowId(scene.namespace(), "chat");
    terminate(id);
    terminate(id + "/" + cluster);
  }

  private void terminate(String id) {
    installation.client().newUntypedWorkflowStub(id).terminate("a slip of the finger");
  }
}
