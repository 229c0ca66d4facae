package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fleetcanary.core.evidence.Interval.Shift;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void tellsOneShareFromAnother() {
    assertThat(interval(5, 95).likelier(0.05, 0.25)).isTrue();
    assertThat(interval(12, 88).likelier(0.05, 0.25)).isTrue();
    assertThat(interval(14, 86).likelier(0.05, 0.25)).isFalse();
    assertThat(interval(25, 75).likelier(0.05, 0.25)).isFalse();
    assertThat(interval(90, 10).likelier(0.05, 0.25)).isFalse();
  }

  @Test
  void isNeverSplitByNothingOnceTheCanaryHasARequest() {
    assertThat(interval(0, 100).likelier(0, 0.05)).isTrue();
    assertThat(interval(1, 1000).likelier(0, 0.05)).isFalse();
  }

  @Test
  void isSplitByNoneWithoutRequests() {
    assertThat(interval(0, 0).likelier(0, 0.05)).isFalse();
  }

  @Test
  void takesALateGatewayForLateWithinHalfAMinuteOnly() {
    Shift shift = new Shift(0.05, 0.25);

    assertThat(shift.isYetToCome(interval(5, 95), Duration.ZERO)).isTrue();
    assertThat(shift.isYetToCome(interval(5, 95), Duration.ofSeconds(29))).isTrue();
    assertThat(shift.isYetToCome(interval(5, 95), Duration.ofSeconds(30))).isFalse();
    assertThat(shift.isYetToCome(interval(25, 75), Duration.ZERO)).isFalse();
  }

  @Test
  void knowsNoSharesThatFallOrLeaveNothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Shift(0.25, 0.05))
        .withMessage("a share must rise from 0 or more to less than 1, got 0.25 to 0.05");
    assertThatIllegalArgumentException().isThrownBy(() -> new Shift(0.25, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Shift(-0.01, 0.25));
  }

  private static Interval interval(long canary, long stable) {
    return new Interval(new Counts(canary, 0), new Counts(stable, 0));
  }
}
