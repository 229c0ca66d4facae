package io.fleetcanary.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyboardTest {
  private static final FleetStatus ASKS = Samples.status();
  private static final FleetStatus PAUSED = Samples.status(FleetPhase.PAUSED, "", List.of());

  private final Keyboard keyboard = new Keyboard("ann");

  @Test
  void approvesTheGateAndThePlanThatWereShown() {
    assertThat(keyboard.press('a', ASKS)).isEmpty();
    assertThat(keyboard.beside().message()).isEqualTo("[y]/[n] go on past first, as ann?");

    Optional<Order> order = keyboard.press('y', PAUSED);

    assertThat(order.orElseThrow().fields())
        .isEqualTo(Map.of("by", "ann", "gate", "first", "digest", Samples.DIGEST));
  }

  @Test
  void refusesTheGateThatWasShown() {
    keyboard.press('r', ASKS);
    assertThat(keyboard.beside().message())
        .isEqualTo("[y]/[n] refuse first: what the spec's scope covers goes back, as ann?");

    Order order = keyboard.press('y', ASKS).orElseThrow();

    assertThat(order.message()).isEqualTo("reject");
    assertThat(order.fields())
        .isEqualTo(Map.of("by", "ann", "gate", "first", "digest", Samples.DIGEST));
  }

  @Test
  void tellsTheCommandWhereAConsentMustBeSigned() {
    FleetStatus signed =
        Samples.status(
            FleetPhase.WAITING_FOR_APPROVAL, "", List.of(ASKS.waitingFor().getFirst().toSign()));

    assertThat(keyboard.press('a', signed)).isEmpty();
    assertThat(keyboard.beside().message())
        .isEqualTo(
            "to go on past first must be signed: fleetcanary approve inference/chat --gate first"
                + " --digest d1ge57 --key ~/.ssh/id_ed25519");
    assertThat(keyboard.press('y', signed)).isEmpty();
  }

  @Test
  void hasNothingToApproveWhereNothingWaits() {
    keyboard.press('a', PAUSED);

    assertThat(keyboard.beside().message()).isEqualTo("nothing waits for a person");
    assertThat(keyboard.press('y', PAUSED)).isEmpty();
  }

  @Test
  void saysWhatAnAbortDoesBeforeItIsSent() {
    keyboard.press('x', ASKS);

    assertThat(keyboard.beside().message())
        .startsWith("[y]/[n] take 1 cluster back, traffic first, as ann?");
    assertThat(keyboard.press('n', ASKS)).isEmpty();
    assertThat(keyboard.beside().message()).isEqualTo("nothing was sent");
  }

  @Test
  void goesOnAfterAPause() {
    keyboard.press('p', PAUSED);

    assertThat(keyboard.press('y', PAUSED).orElseThrow().message()).isEqualTo("resume");
  }

  @Test
  void quitsOnlyWhereItIsNotAskingSomething() {
    keyboard.press('x', ASKS);
    keyboard.press('q', ASKS);

    assertThat(keyboard.quit()).isFalse();
    keyboard.press('q', ASKS);
    assertThat(keyboard.quit()).isTrue();
  }

  @Test
  void turnsTheFiguresOnAndOff() {
    keyboard.press('w', ASKS);
    assertThat(keyboard.beside().figures()).isTrue();

    keyboard.press('W', ASKS);
    assertThat(keyboard.beside().figures()).isFalse();
  }
}
