package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareToleranceTest {
  @ParameterizedTest
  @CsvSource({"1, 2079", "5, 400", "9, 223", "10, 200", "25, 200", "50, 200", "99, 200"})
  void needsTwentyRequestsOnTheCanaryAndTwoHundredInAll(int percent, long needed) {
    assertThat(new ShareTolerance(percent, 1).requestsNeeded()).isEqualTo(needed);
  }

  @ParameterizedTest
  @CsvSource({
    "25, 2699, 10000, true", // two points off
    "25, 2710, 10000, false",
    "25, 2290, 10000, false",
    "5, 41, 400, true", // evidence of a mismatch is 613, proof is 1000
    "5, 42, 400, false",
    "5, 0, 400, false",
    "50, 0, 1000, false"
  })
  void toleratesTwoPointsOrWhatChanceExplains(int percent, long canary, long total, boolean holds) {
    assertThat(new ShareTolerance(percent, 1).holds(new ShareSeen(canary, total))).isEqualTo(holds);
  }

  @Test
  void expectsNoMoreThanWhatIsRouted() {
    ShareTolerance half = new ShareTolerance(50, 0.5);

    assertThat(half.holds(new ShareSeen(250, 1000))).isTrue();
    assertThat(half.holds(new ShareSeen(500, 1000))).isFalse();
    assertThat(half.routedPart(new ShareSeen(240, 1000))).isEqualTo(0.48);
    assertThat(new ShareTolerance(10, 0.5).requestsNeeded()).isEqualTo(400);
  }

  @Test
  void refusesAShareThatIsNone() {
    assertThatThrownBy(() -> new ShareTolerance(0, 1))
        .hasMessage("share must be 1..99 percent, got 0");
  }
}
