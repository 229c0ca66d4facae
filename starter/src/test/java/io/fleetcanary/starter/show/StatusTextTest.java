package io.fleetcanary.starter.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.starter.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a whole one looks like is in the golden files. */
class StatusTextTest {
  @Test
  void saysWhatItKnowsOfARolloutThatNeverHadAPlan() {
    FleetStatus refused =
        new FleetStatus(
            "rollout/inference/chat",
            "",
            "chat",
            "inference",
            "",
            "",
            FleetPhase.REFUSED,
            "service: must be given; name the Service that callers use",
            List.of(),
            List.of(),
            List.of(),
            List.of("the journal lacks what was decided last (2 entries): it is away"));

    assertThat(new StatusText(refused, Samples.NOW).lines())
        .containsExactly(
            "chat: refused",
            "service: must be given; name the Service that callers use",
            "rollout/inference/chat",
            "note: the journal lacks what was decided last (2 entries): it is away");
  }

  @Test
  void printsTheCommandThatSignsWhereAConsentMustBeSigned() {
    Waiting signed = Samples.status().waitingFor().getFirst().toSign();
    FleetStatus asks = Samples.status(FleetPhase.WAITING_FOR_APPROVAL, "", List.of(signed));
    String answer = "inference/chat --gate first --digest d1ge57 --reason '...'";

    assertThat(new StatusText(asks, Samples.NOW).lines())
        .contains("  fleetcanary approve " + answer + " --key ~/.ssh/id_ed25519")
        .contains("  fleetcanary reject " + answer);
  }

  @Test
  void cannotBeMovedByWhatSomebodyTyped() {
    FleetStatus paused =
        Samples.status(
            FleetPhase.PAUSED, "by \u009b2Jann\u202e\nchat: promoted\u2028\u001b[31m", List.of());

    List<String> lines = new StatusText(paused, Samples.NOW).lines();

    assertThat(lines).contains("by  2Jann ; chat: promoted  [31m");
    assertThat(String.join("", lines)).doesNotContainPattern("[\\p{Cc}\\p{Cf}]");
  }

  @Test
  void hasALineForEachProblemOfARefusedSpec() {
    FleetStatus refused =
        Samples.status(FleetPhase.REFUSED, "service: must be given\nwaves: none", List.of());

    assertThat(new StatusText(refused, Samples.NOW).lines())
        .contains("service: must be given", "waves: none");
  }
}
