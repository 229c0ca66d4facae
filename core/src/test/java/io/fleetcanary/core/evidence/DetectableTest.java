package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DetectableTest {
  /** 50 requests/s, 10 % on the canary, 0.5 % bad. */
  private static final Detectable BUSY = new Detectable(5, 45, 0.005, 0.1, 1, 0.01);

  @Test
  void needsLongerForWhatIsSmaller() {
    assertThat(BUSY.secondsToFind(2) / 60).isBetween(8.0, 25.0);
    assertThat(BUSY.secondsToFind(10) / 60).isLessThan(1);
    assertThat(BUSY.secondsToFind(1.1)).isInfinite();
  }

  @Test
  void findsWithinATimeWhatTakesThatTime() {
    double ratio = BUSY.smallestRatio(600);

    assertThat(BUSY.secondsToFind(ratio)).isCloseTo(600, within(1.0));
  }

  @Test
  void findsNoRatioAtWhichMoreThanAllRequestsWouldBeBad() {
    Detectable common = new Detectable(0.05, 0.45, 0.4, 0.1, 1, 0.01);

    assertThat(common.secondsToFind(2.5)).isBetween(300.0, 900.0);
    assertThat(common.smallestRatio(900)).isBetween(1.1, 2.5);
    assertThat(common.smallestRatio(300)).isInfinite();
  }

  @Test
  void findsNothingWithoutTraffic() {
    assertThat(new Detectable(0, 0, 0.005, 0.1, 1, 0.01).smallestRatio(3600)).isInfinite();
  }
}
