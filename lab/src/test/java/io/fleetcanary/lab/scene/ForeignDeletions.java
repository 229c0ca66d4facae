package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.scene.Somebody.Kind;
import org.junit.jupiter.api.DisplayName;

/** Somebody else deletes what a rollout works on while a step bakes, or spoils its ledger. */
interface ForeignDeletions extends Meddling {
  @Scenario
  @DisplayName("F29: the route is deleted")
  default void handsOverWhereTheRouteIsGone() {
    Scene scene = meddled("no-route");

    Played played = Meddled.play(scene, somebody -> somebody.deletes(Kind.ROUTE, "chat"));

    Meddled.assertHandedOver(
        scene, played, "HTTPRoute chat: does not exist", "HTTPRoute chat does not exist any more");
  }

  @Scenario
  @DisplayName("F29: stable is deleted")
  default void handsOverWhereStableIsGone() {
    Scene scene = meddled("no-stable");

    Played played = Meddled.play(scene, somebody -> somebody.deletes(Kind.DEPLOYMENT, "chat"));

    Meddled.assertHandedOver(
        scene,
        played,
        "Deployment chat: does not exist",
        "Deployment chat does not exist any more");
  }

  @Scenario
  @DisplayName("F29: the canary's Deployment is deleted")
  default void comesBackWhenTheCanaryIsDeleted() {
    comesBack(
        "canary-gone",
        it -> it.deletes(Kind.DEPLOYMENT, "chat-canary"),
        "Deployment chat-canary: does not exist");
  }

  @Scenario
  @DisplayName("F29: the canary's Service is deleted")
  default void comesBackWhenTheCanarysServiceIsDeleted() {
    comesBack(
        "canary-service",
        it -> it.deletes(Kind.SERVICE, "chat-canary"),
        "Service chat-canary: does not exist");
  }

  @Scenario
  @DisplayName("F29: the ledger is deleted")
  default void handsOverWithoutALedger() {
    Scene scene = meddled("no-ledger");

    Played played = Meddled.play(scene, it -> it.deletes(Kind.LEDGER, "fleetcanary-chat"));

    Meddled.assertHandedOver(
        scene,
        played,
        "ConfigMap fleetcanary-chat: the ledger is not held by this rollout",
        "ConfigMap fleetcanary-chat has been lost");
    played.answeredAll();
  }

  @Scenario
  @DisplayName("F29: the ledger is edited")
  default void handsOverWithASpoiltLedger() {
    Scene scene = meddled("spoilt");

    Played played = Meddled.play(scene, Somebody::spoilsTheLedger);

    Meddled.assertHandedOver(
        scene,
        played,
        "ConfigMap fleetcanary-chat: the ledger cannot be read",
        "ConfigMap fleetcanary-chat cannot be read");
    assertWho(played, Somebody.NAME);
    played.answeredAll();
  }
}
