package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.fault.Cable;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The line to one API server of three is bad for a while, whatever is spoken on it. It is the line
 * of all namespaces, so these are played one after the other.
 */
interface LineFaults extends OnStage {
  /** A connection that is never answered is given up after 10 s, then another one is opened. */
  Duration GIVEN_UP_WITHIN = Duration.ofSeconds(25);

  @Test
  @Timeout(400)
  @DisplayName("F6: cut off for 20 s while canary pods start; it goes on, the other is not held up")
  default void goesOnAfterACutWhilePodsStart() {
    goesOn("line-cut", ClusterPhase.STARTING, Cable::cut, Duration.ofSeconds(20));
  }

  @Test
  @Timeout(400)
  @DisplayName("F6: connections refused for 5 s in the bake; it goes on")
  default void goesOnAfterARefusalInTheBake() {
    goesOn("line-refused", ClusterPhase.BAKING, Cable::refuse, Duration.ofSeconds(5));
  }

  @Test
  @Timeout(400)
  @DisplayName("F6: nothing comes through for 15 s during promotion; it goes on")
  default void goesOnAfterSilenceInPromotion() {
    goesOn("line-silent", ClusterPhase.PROMOTING, Cable::halfOpen, Duration.ofSeconds(15));
  }

  @Test
  @Timeout(400)
  @DisplayName("F8: every packet comes 300 ms later; it goes on")
  default void goesOnOverASlowLine() {
    goesOn(
        "line-slow",
        ClusterPhase.STARTING,
        cable -> cable.slow(Duration.ofMillis(300)),
        Duration.ofMinutes(2));
  }

  @Test
  @Timeout(400)
  @DisplayName("half-open connections when aborted: traffic is off over a new one")
  default void comesBackOverANewConnection() {
    FaultScene at = new FaultScene(stage(), "line-half-open");
    Cable line = stage().fleet().cable(at.first());
    int before = line.spoilt();
    at.scene()
        .on(
            "half open",
            Moments.bakesFor(at.first(), Duration.ofSeconds(5)),
            (rollout, status) -> {
              line.halfOpen();
              line.join();
            })
        .abortOn("abort", Moments.always());

    Played played = at.scene().play();

    assertThat(played.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: abort");
    assertThat(line.spoilt()).isGreaterThan(before);
    played.isAsBefore();
    played.answeredAll();
    assertThat(played.reaction())
        .hasValueSatisfying(took -> assertThat(took).isLessThan(GIVEN_UP_WITHIN));
  }

  @Test
  @Timeout(400)
  @DisplayName("F7: nothing comes through during an abort: the others are back, and it says so")
  default void comesBackWhenTheLineIsBack() {
    FaultScene at = new FaultScene(stage(), "line-dead").baking();
    Cable line = stage().fleet().cable(at.spoilt());
    int before = line.spoilt();
    Predicate<FleetStatus> shown =
        at.othersAreBack().and(Moments.in(at.spoilt(), ClusterPhase.RETURNING));
    at.scene()
        .on("dead", at.bothBake(), (rollout, status) -> line.halfOpen())
        .abortOn("abort", Moments.always())
        .on("joined", shown, (rollout, status) -> line.join());

    Played played = at.scene().play();

    assertThat(played.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: abort");
    assertThat(line.spoilt()).isGreaterThan(before);
    played.isAsBefore();
    played.answeredAll();
  }

  /** Spoilt in that phase of one cluster of the second wave, for a while. */
  private void goesOn(String name, ClusterPhase phase, Consumer<Cable> fault, Duration time) {
    FaultScene at = new FaultScene(stage(), name);
    Cable line = stage().fleet().cable(at.spoilt());
    int before = line.spoilt();
    Predicate<FleetStatus> then = Moments.in(at.spoilt(), phase);
    at.scene()
        .on(
            "spoilt",
            then,
            (rollout, status) -> {
              fault.accept(line);
              line.joinAfter(time);
            });

    Played played = at.scene().play();

    line.join();
    played.wentWell();
    assertThat(line.spoilt()).isGreaterThan(before);
  }
}
