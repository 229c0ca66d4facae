package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitsSeenTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T12:00:00Z");
  private static final String SPEC =
      """
      {"waves": [{"name": "first", "clusters": ["eu-1"], "approval": {"by": ["ops", "leads"]}},
                 {"name": "rest", "select": "all"}]}
      """;

  @Test
  void isContentWithGatesHoldsAndPausesThatSayAll() {
    assertThat(
            flaws(
                waiting("first", "wave first has baked, ops or leads may approve", 24),
                waiting("hold/eu-1/1", "no data", 24),
                waiting("undo/eu-1", "undo the other 2 all the same?", 24)))
        .isEmpty();
    assertThat(new WaitsSeen(SPEC).flaws(List.of(status(FleetPhase.PAUSED, "paused by bob"))))
        .isEmpty();
  }

  @Test
  void noticesAGateThatDoesNotSayWhoIsAsked() {
    assertThat(flaws(waiting("first", "wave first has baked, ops may approve", 24)))
        .containsExactly(
            "first must say that it waits for leads, got: wave first has baked, ops may approve");
  }

  @Test
  void noticesAWaitThatNobodyKnows() {
    String nameless = "a wait must be a gate that asks somebody, a hold or an undo, got \"%s\"";

    assertThat(flaws(waiting("", "why", 24), waiting("rest", "why", 24)))
        .containsExactly(nameless.formatted(""), nameless.formatted("rest"));
  }

  @Test
  void noticesAWaitWithoutReasonOrDeadline() {
    assertThat(flaws(waiting("hold/eu-1/1", " ", 0)))
        .containsExactly(
            "hold/eu-1/1 must say why it waits, and what happens without an answer",
            "hold/eu-1/1 must have a deadline after its begin, got " + BEGIN);
  }

  @Test
  void noticesAPauseOfNobody() {
    assertThat(new WaitsSeen(SPEC).flaws(List.of(status(FleetPhase.PAUSED, "paused"))))
        .containsExactly("a pause must say who ends it, got \"paused\"");
  }

  private static List<String> flaws(Waiting... waiting) {
    return new WaitsSeen(SPEC).flaws(List.of(status(FleetPhase.HOLDING, "", waiting)));
  }

  private static Waiting waiting(String gate, String why, int hours) {
    return new Waiting(gate, why, BEGIN, BEGIN.plus(Duration.ofHours(hours)), "it goes back");
  }

  private static FleetStatus status(FleetPhase phase, String reason, Waiting... waiting) {
    return new FleetStatus(
        "rollout/ml/chat",
        "chat-1",
        "chat",
        "ml",
        "2",
        "d1",
        phase,
        reason,
        List.of(),
        List.of(waiting),
        List.of());
  }
}
