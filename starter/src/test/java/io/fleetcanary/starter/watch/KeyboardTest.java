package io.fleetcanary.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.starter.screen.Frame;
import io.fleetcanary.starter.screen.Seen;
import io.fleetcanary.starter.screen.Size;
import io.fleetcanary.starter.screen.Style;
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
  void answersTheQuestionThatIsLookedAt() {
    Waiting first = ASKS.waitingFor().getFirst();
    Waiting hold =
        new Waiting("hold/eu-1/1", first.why(), first.since(), first.deadline(), first.otherwise());
    FleetStatus two = Samples.status(FleetPhase.WAITING_FOR_APPROVAL, "", List.of(first, hold));

    keyboard.press('n', two);
    assertThat(keyboard.beside().question(two)).contains(hold);
    keyboard.press('a', two);

    assertThat(keyboard.beside().message()).isEqualTo("[y]/[n] go on past hold/eu-1/1, as ann?");
    assertThat(keyboard.press('y', two).orElseThrow().fields())
        .containsEntry("gate", "hold/eu-1/1");
    assertThat(keyboard.beside().question(ASKS)).as("once it is closed").contains(first);
    keyboard.press('n', two);
    assertThat(keyboard.beside().question(two)).as("round again").contains(first);
  }

  @Test
  void showsTheQuestionThatIsLookedAt() {
    Waiting first = ASKS.waitingFor().getFirst();
    Waiting hold =
        new Waiting("hold/eu-1/1", "stuck", first.since(), first.deadline(), first.otherwise());
    FleetStatus two = Samples.status(FleetPhase.WAITING_FOR_APPROVAL, "", List.of(first, hold));
    Frame frame = new Frame(Style.PLAIN, Size.USUAL, Samples.NOW);

    keyboard.press('n', two);

    assertThat(String.join("\n", frame.lines(new Seen(two, Samples.NOW), keyboard.beside())))
        .contains("hold/eu-1/1, until 2026-", "[n]ext of 2", "stuck");
    keyboard.press('a', two);
    assertThat(String.join("\n", frame.lines(new Seen(two, Samples.NOW), keyboard.beside())))
        .as("n is no now")
        .doesNotContain("[n]ext");
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
