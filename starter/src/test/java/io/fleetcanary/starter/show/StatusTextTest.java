package io.fleetcanary.starter.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
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
}
