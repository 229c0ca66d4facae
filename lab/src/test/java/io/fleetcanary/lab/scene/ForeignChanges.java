package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Behaviour;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;

/** Somebody else edits what a rollout works on while a step bakes. */
interface ForeignChanges extends Meddling {
  @Scenario
  @DisplayName("F29, S36: another image is pushed into stable: handed over with what was pushed")
  default void handsOverWhereAnotherRevisionIsPushed() {
    Scene scene = meddled("pushed");
    String pushed = pushed(scene, 0);

    Played played = Meddled.play(scene, somebody -> somebody.pushes(pushed));

    Meddled.assertHandedOver(
        scene,
        played,
        "Deployment chat: image of container server is not the recorded one, got " + pushed,
        "image of container server is not the recorded one, got " + pushed);
    assertWho(played, Somebody.NAME);
    assertThat(played.result().after().get(scene.cluster(0)))
        .isEqualTo(
            played.result().before().get(scene.cluster(0)).replacing(played.stable(), pushed));
    played.answeredAll();
  }

  @Scenario
  @DisplayName("F29, S36: the same in the second wave; a person goes on without that cluster")
  default void goesOnWithoutAClusterWhereAnotherRevisionIsPushed() {
    Scene scene = meddled("pushed-skip");
    String pushed = pushed(scene, 1);
    scene.on(
        "change",
        Moments.bakes(scene.cluster(1), 25),
        (rollout, status) ->
            scene.byHand(scene.cluster(1), () -> Meddled.in(scene, 1).pushes(pushed)));
    scene.answerOn("skip it", Moments.fleet(FleetPhase.HOLDING), "approve");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.HANDED_OVER))
        .contains("2026.11.3 serves in 2 of 3 clusters", "left in " + scene.cluster(1) + ": ");
    played.isPromoted(scene.cluster(0), scene.cluster(2));
    played.answeredAll();
  }

  @Scenario
  @DisplayName("S44: stable is scaled up: the rollout goes on, the canary follows")
  default void followsAStableThatIsScaled() {
    Scene scene =
        stage()
            .scene("scaled")
            .with(
                "steps",
                "[{\"weight\": 25, \"bake\": \"%1$s\"}, {\"weight\": 50, \"bake\": \"%1$s\"}]"
                    .formatted(stage().bake()));
    String first = scene.cluster(0);
    AtomicInteger canaries = new AtomicInteger();
    scene
        .on(
            "scaled",
            Moments.bakes(first, 25),
            (rollout, status) ->
                scene.byHand(scene.cluster(0), () -> Meddled.in(scene, 0).scales("chat", 3)))
        .on(
            "followed",
            Moments.bakes(first, 50),
            (rollout, status) -> canaries.set(Meddled.in(scene, 0).pods("chat-canary")));

    Played played = scene.play();

    played.ended(FleetPhase.PROMOTED);
    assertThat(canaries).hasValue(2);
    assertThat(played.result().after().get(first).objects().get("Deployment chat"))
        .contains("replicas: 3");
    played.isPromoted(scene.cluster(1), scene.cluster(2));
    played.answeredAll();
  }

  @Scenario
  @DisplayName("F29: the route is weighed anew, with weights that the rollout could have written")
  default void comesBackFromAnotherWeight() {
    Scene scene = meddled("weighed");

    Played played = Meddled.play(scene, somebody -> somebody.weighs(50, 50));

    Meddled.assertStopped(
        scene, played, "HTTPRoute chat: route rule 1 must send 25 % to chat-canary, got 50 %");
    assertWho(played, Somebody.NAME);
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("F29: the route is weighed anew: the other weights stay, the canary goes")
  default void handsOverARouteWithOtherWeights() {
    Scene scene = meddled("weights");

    Played played = Meddled.play(scene, somebody -> somebody.weighs(3, 1));

    Meddled.assertHandedOver(
        scene,
        played,
        "HTTPRoute chat: route rule 1 must send 25 % to chat-canary, got other weights",
        "route rule 1 was changed by somebody else and stays");
    assertThat(played.result().after().get(scene.cluster(0)).objects().get("HTTPRoute chat"))
        .doesNotContain("chat-canary");
    played.answeredAll();
  }

  @Scenario
  @DisplayName("F29: the route loses its rule to the service")
  default void handsOverARouteWithoutItsRule() {
    Scene scene = meddled("unrouted");

    Played played = Meddled.play(scene, Somebody::unroutes);

    Meddled.assertHandedOver(
        scene,
        played,
        "HTTPRoute chat: route had 1 rules to service chat, got 0",
        "route rule 1 was changed by somebody else and stays");
    assertWho(played, Somebody.NAME);
  }

  @Scenario
  @DisplayName("F29, S86: a tool reverts the route again and again: no fight, it is named")
  default void givesWayToAToolThatReverts() {
    Scene scene = meddled("reverted");
    Reverting tool = new Reverting();
    scene.beside(tool);

    Played played = Meddled.play(scene, somebody -> tool.begin(somebody.as("argocd-controller")));

    Meddled.assertStopped(
        scene, played, "HTTPRoute chat: route rule 1 must send 25 % to chat-canary");
    assertWho(played, "argocd-controller");
    assertThat(tool.writes()).isGreaterThan(3);
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("F29, S40: the canary is scaled to 0")
  default void comesBackWhenTheCanaryIsScaledToNothing() {
    comesBack(
        "canary-zero", it -> it.scales("chat-canary", 0), "Deployment chat-canary: is scaled to 0");
  }

  @Scenario
  @DisplayName("F29: the claim is taken off the route")
  default void comesBackWithoutItsClaim() {
    comesBack("unclaimed", it -> it.marks("null"), "HTTPRoute chat: its claim is gone");
  }

  @Scenario
  @DisplayName("F29: the Service selects other pods")
  default void comesBackWhenTheServiceSelectsOthers() {
    Scene scene = meddled("selector");

    Played played = Meddled.play(scene, somebody -> somebody.selects("team"));

    Meddled.assertStopped(
        scene, played, "Service chat: its selector {app=chat, team=x} is not that of");
    assertWho(played, Somebody.NAME);
    played.isAsBefore(scene.cluster(1), scene.cluster(2));
  }

  @Scenario
  @DisplayName("F29: the claim on the route is somebody else's: it is theirs, with the canary")
  default void handsOverARouteThatSomebodyElseClaims() {
    Scene scene = meddled("claimed");

    Played played = Meddled.play(scene, it -> it.marks("\"other-20261125120000-1a2b/forward/3\""));

    Meddled.assertHandedOver(
        scene,
        played,
        "HTTPRoute chat: claimed by somebody else, got other-20261125120000-1a2b",
        "HTTPRoute chat carries a mark that is not ours, other-20261125120000-1a2b, and stays, and"
            + " so does chat-canary, at which it points");
    played.answeredAll();
  }

  private static String pushed(Scene scene, int cluster) {
    String image = scene.image("pushed");
    Behaviour faultless = Behaviour.GOOD.withErrorRate(0);
    scene.fleet().behaviours().set(scene.cluster(cluster), image, faultless);
    return image;
  }
}
