package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetPhase;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;

/** What others change, on real parts. */
@Tag("long")
final class RealForeignChangesTest extends RealStage implements ForeignChanges, ForeignDeletions {
  @Override
  public boolean tellsWho() {
    return true;
  }

  /** With the namespace goes the worker's right to look into it: only a person can tell why. */
  @Scenario
  @DisplayName("F29: the namespace is deleted: it cannot look, says so, and ends when it can again")
  void handsOverWhenANamespaceThatWasDeletedIsBack() {
    Scene scene = meddled("namespace");
    String first = scene.cluster(0);
    KubernetesClient admin = scene.fleet().admin(first);
    scene
        .on(
            "change",
            Moments.bakes(first, 25),
            (rollout, status) -> scene.byHand(first, () -> delete(scene, admin)))
        .answerOn("stop it", Moments.fleet(FleetPhase.HOLDING), "reject")
        .on(
            "back",
            Moments.says(first, ", trying again"),
            (rollout, status) -> bringBack(scene, admin));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.HANDED_OVER))
        .contains("left in " + first, "HTTPRoute chat does not exist any more");
    assertThat(played.result().outcome().clusters().get(first))
        .isInstanceOf(ClusterOutcome.HandedOver.class);
    played.isAsBefore(scene.cluster(1), scene.cluster(2));
  }

  /**
   * Until nothing is left of it. Its controller takes pods first and the rest half a minute later,
   * in which the canary could still come back; here the worker's rights go before.
   */
  private static void delete(Scene scene, KubernetesClient admin) {
    admin.rbac().roleBindings().inNamespace(scene.namespace()).delete();
    admin.namespaces().withName(scene.namespace()).delete();
    admin
        .namespaces()
        .withName(scene.namespace())
        .waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
  }

  private static void bringBack(Scene scene, KubernetesClient admin) {
    admin
        .namespaces()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(scene.namespace())
                .endMetadata()
                .build())
        .create();
    scene.fleet().admit(scene.namespace());
  }
}
