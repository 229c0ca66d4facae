package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.real.RealFleet;
import io.fleetcanary.lab.real.TemporalServer;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** What is lost and found again on real parts. */
@Tag("long")
final class RealLossesTest extends RealStage implements Losses {
  @Override
  public TemporalServer temporalServer() {
    return fleet().temporalServer();
  }

  /** In the first cluster with what {@code restore} prints, and kubectl. */
  @Override
  public void restore(Scene scene, String cluster) {
    if (cluster.equals(clusters().getFirst())) {
      scene.byHand(cluster, () -> Kubectl.run(restoring(cluster, scene.namespace())));
    } else {
      Losses.super.restore(scene, cluster);
    }
  }

  private String restoring(String cluster, String namespace) {
    String kubeconfig = fleet().administrators(cluster).toString();
    List<String> where = List.of("--kubeconfig", kubeconfig, "--context", cluster);
    return ByLedger.type(where, "--print", "--drain", "2s", namespace + "/chat");
  }

  private RealFleet fleet() {
    return (RealFleet) stage().fleet();
  }
}
