package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Dispersion.Noise;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DetectableTest {
  private static final Noise CALM = Noise.of(Optional.of(1.0), Duration.ofSeconds(30));
  private static final Noise UNKNOWN = Noise.of(Optional.empty(), Duration.ofSeconds(30));

  /** 50 requests/s, 10 % on the canary, 0.5 % bad. */
  private static final Detectable BUSY = new Detectable(5, 45, 0.005, 0.1, CALM, 0.01);

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
    Detectable common = new Detectable(0.05, 0.45, 0.4, 0.1, CALM, 0.01);

    assertThat(common.secondsToFind(2.5)).isBetween(300.0, 900.0);
    assertThat(common.smallestRatio(900)).isBetween(1.1, 2.5);
    assertThat(common.smallestRatio(300)).isInfinite();
  }

  @Test
  void knowsThatTenTimesAsMuchTrafficDoesNotFindSomethingTenTimesAsSoon() {
    Detectable crowded = new Detectable(500, 4500, 0.005, 0.1, CALM, 0.01);

    // at most 22 a minute and less after 250: simulated releases take 39 minutes
    assertThat(crowded.secondsToFind(1.25) / 60).isBetween(30.0, 50.0);
    assertThat(BUSY.secondsToFind(2) / 60).isBetween(10.0, 20.0);
  }

  @Test
  void takesLongerWhereNothingIsKnownOfNoise() {
    Detectable unknown = new Detectable(5, 45, 0.005, 0.1, UNKNOWN, 0.01);

    assertThat(unknown.secondsToFind(2)).isBetween(1.8 * BUSY.secondsToFind(2), 3600.0);
  }

  @Test
  void dividesByAConstantAsItIs() {
    Detectable one = new Detectable(500, 4500, 0.005, 0.1, Noise.constant(1), 0.01);
    Detectable two = new Detectable(500, 4500, 0.005, 0.1, Noise.constant(2), 0.01);

    assertThat(two.secondsToFind(1.25)).isCloseTo(2 * one.secondsToFind(1.25), within(1e-6));
  }

  @Test
  void findsNothingWithoutTraffic() {
    assertThat(new Detectable(0, 0, 0.005, 0.1, CALM, 0.01).smallestRatio(3600)).isInfinite();
  }
}
