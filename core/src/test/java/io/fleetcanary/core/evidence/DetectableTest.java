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
  void findsNothingWithoutTraffic() {
    assertThat(new Detectable(0, 0, 0.005, 0.1, 1, 0.01).smallestRatio(3600)).isInfinite();
  }
}
