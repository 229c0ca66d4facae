package io.fleetcanary.starter.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.status.FleetPhase;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void keepsItsPromises() {
    String codes =
        Arrays.stream(ExitCode.values())
            .map(code -> code + "=" + code.code())
            .collect(Collectors.joining(" "));

    assertThat(codes)
        .isEqualTo(
            "DONE=0 UNEXPECTED=1 REFUSED=2 ROLLED_BACK=3 ABORTED=4 REJECTED=5 TIMED_OUT=6"
                + " PERSON_NEEDED=7 PARTLY_PROMOTED=8 UNREACHABLE=9 CONFLICT=10 FORBIDDEN=11 HANDED_OVER=12");
  }

  @Test
  @DisplayName("S27: tells every ending apart")
  void tellsEveryEndingApart() {
    assertThat(Arrays.stream(FleetPhase.values()).filter(FleetPhase::ended).map(ExitCode::of))
        .doesNotHaveDuplicates()
        .contains(ExitCode.DONE, ExitCode.ROLLED_BACK, ExitCode.HANDED_OVER);
  }

  @Test
  void hasNoCodeForARolloutThatGoesOn() {
    assertThatThrownBy(() -> ExitCode.of(FleetPhase.BAKING))
        .hasMessage("a rollout that is BAKING has not ended");
  }
}
