package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;

/**
 * Somebody else changes what a rollout works on while a step bakes: it stops, says what and who,
 * overwrites nothing, and asks. The person who is asked stops it all.
 */
interface Meddling extends OnStage {
  /** Whether this fleet's API servers record who wrote an object. */
  boolean tellsWho();

  /** A scenario with time to meddle in. */
  default Scene meddled(String name) {
    return stage().scene("foreign-" + name).with("steps", "[{\"weight\": 25, \"bake\": \"40s\"}]");
  }

  /** It comes back as if nothing had been. */
  default void comesBack(String name, Consumer<Somebody> change, String says) {
    Scene scene = meddled(name);

    Played played = Meddled.play(scene, change);

    Meddled.assertStopped(scene, played, says);
    played.isAsBefore();
  }

  default void assertWho(Played played, String who) {
    if (tellsWho()) {
      assertThat(played.result().outcome().reason()).contains(", last written by " + who + " at ");
    }
  }
}
