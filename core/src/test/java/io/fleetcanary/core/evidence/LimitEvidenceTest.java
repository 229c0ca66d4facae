package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Draws.Binomial;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class LimitEvidenceTest {
  private static final int RUNS = 4000;
  private static final double ALPHA = 0.05;

  @Test
  void agreesWithTheRatioOfBinomialProbabilities() {
    double sum = 0;
    for (int i = 0; i < 40; i++) {
      double odds = 0.02 / 0.98 * 1.1 * Math.pow(20 / 1.1, i / 39.0);
      BinomialDistribution alternative = BinomialDistribution.of(310, odds / (1 + odds));
      sum += alternative.probability(12) / BinomialDistribution.of(310, 0.02).probability(12);
    }

    double log = LimitEvidence.log(0.02, new Counts(310, 12));

    assertThat(log).isCloseTo(Math.log(sum / 40), within(1e-9));
  }

  @Test
  void needsNoMoreThanOneBadRequestWhereNoneIsAllowed() {
    assertThat(LimitEvidence.log(0, new Counts(1000, 1))).isInfinite().isPositive();
    assertThat(LimitEvidence.log(0, new Counts(1000, 0))).isZero();
  }

  @Test
  void provesNothingWhereEverythingIsAllowedOrNothingWasSeen() {
    assertThat(LimitEvidence.log(1, new Counts(1000, 1000))).isZero();
    assertThat(LimitEvidence.log(0.02, Counts.NONE)).isZero();
  }

  @Test
  void keepsAlphaAtTheLimitWhenLookedAtAllTheTime() {
    long alarms = Draws.alarms(RUNS, seed -> alarms(seed, Binomial.of(40, 0.02)));

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(RUNS, ALPHA));
  }

  @Test
  void findsARateOfTwiceTheLimit() {
    long found = Draws.alarms(1000, seed -> alarms(seed, Binomial.of(400, 0.04)));

    assertThat(found).isGreaterThan(990);
  }

  private static boolean alarms(long seed, Binomial bad) {
    SplittableRandom random = new SplittableRandom(seed);
    Counts seen = Counts.NONE;
    for (int look = 0; look < 60; look++) {
      seen = seen.plus(new Counts(bad.trials(), bad.draw(random)));
      if (LimitEvidence.log(0.02, seen) >= -Math.log(ALPHA)) {
        return true;
      }
    }
    return false;
  }
}
