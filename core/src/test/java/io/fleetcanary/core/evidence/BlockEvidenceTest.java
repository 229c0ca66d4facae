package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Draws.Binomial;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockEvidenceTest {
  private static final int RUNS = 4000;
  private static final double ALPHA = 0.05;

  @Test
  void keepsAlphaWhereBadIsCommon() {
    long alarms = Draws.alarms(RUNS, seed -> alarms(seed, 0.355, 0.355));

    assertThat(alarms).isLessThanOrEqualTo(Draws.tolerated(RUNS, ALPHA));
  }

  @Test
  void findsASmallShiftWhereBadIsCommon() {
    long found = Draws.alarms(500, seed -> alarms(seed, 0.415, 0.355));

    assertThat(found).isGreaterThan(400);
  }

  private static boolean alarms(long seed, double canary, double stable) {
    SplittableRandom random = new SplittableRandom(seed);
    Binomial bad = Binomial.of(60, canary);
    Binomial stableBad = Binomial.of(540, stable);
    BlockEvidence evidence = BlockEvidence.NONE;
    for (int i = 0; i < 60; i++) {
      Counts one = new Counts(60, bad.draw(random));
      evidence = evidence.plus(new Interval(one, new Counts(540, stableBad.draw(random))));
      if (evidence.log() >= -Math.log(ALPHA)) {
        return true;
      }
    }
    return false;
  }
}
