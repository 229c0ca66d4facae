package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

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

  private static Interval interval(long canary, long stable) {
    return new Interval(new Counts(canary, 0), new Counts(stable, 0));
  }
}
