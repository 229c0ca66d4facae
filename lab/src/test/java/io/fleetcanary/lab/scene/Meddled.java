package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetPhase;
import java.time.Duration;
import java.util.function.Consumer;

/** Scenarios in which somebody else has changed something in the first cluster. */
final class Meddled {
  private static final Duration SOON = Duration.ofSeconds(10);

  private Meddled() {}

  static Somebody in(Scene scene, int cluster) {
    return Somebody.in(scene.fleet(), scene.cluster(cluster), scene.namespace());
  }

  /** Plays it with a change, which is rejected when a person is asked. */
  static Played play(Scene scene, Consumer<Somebody> change) {
    return scene
        .on(
            "change",
            Moments.bakes(scene.cluster(0), 25),
            (rollout, status) -> scene.byHand(scene.cluster(0), () -> change.accept(in(scene, 0))))
        .answerOn("stop it", Moments.fleet(FleetPhase.HOLDING), "reject")
        .play();
  }

  /** Nothing is left of the rollout, and other clusters have not heard of it. */
  static void assertStopped(Scene scene, Played played, String says) {
    assertSaid(scene, played, played.ended(FleetPhase.REJECTED), says);
  }

  /** The cluster has been handed over with what is left in it; others have not heard of it. */
  static void assertHandedOver(Scene scene, Played played, String says, String left) {
    assertSaid(scene, played, played.ended(FleetPhase.HANDED_OVER), says);
    assertThat(played.result().outcome().clusters().get(scene.cluster(0)))
        .asInstanceOf(type(ClusterOutcome.HandedOver.class))
        .satisfies(over -> assertThat(over.left()).contains(left));
  }

  private static void assertSaid(Scene scene, Played played, String reason, String says) {
    assertThat(reason).contains("foreign change: " + says, "cluster " + scene.cluster(0));
    assertThat(
            Duration.between(played.happened().getFirst().at(), played.happened().getLast().at()))
        .isLessThan(SOON);
    played.isAsBefore(scene.cluster(1), scene.cluster(2));
    played.neverServed(scene.cluster(1));
    played.neverServed(scene.cluster(2));
  }
}
