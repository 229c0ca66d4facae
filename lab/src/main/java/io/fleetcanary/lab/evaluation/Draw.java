package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Counts;
import java.util.SplittableRandom;

/** Seeded chance. */
final class Draw {
  private static final double LARGE = 60;

  private final SplittableRandom random;

  Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  double uniform() {
    return random.nextDouble();
  }

  /** Poisson; above a mean of 60 rounded from the normal, which there differs by nothing seen. */
  long poisson(double mean) {
    if (mean > LARGE) {
      return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double left = Math.exp(-mean);
    double chance = random.nextDouble() - left;
    long count = 0;
    while (chance > 0 && left > 0) {
      left *= mean / ++count;
      chance -= left;
    }
    return count;
  }

  /**
   * As many of the bad ones as are worse still, each with this chance; above 60 rounded as well.
   */
  Counts part(Counts counts, double chance) {
    double mean = counts.bad() * chance;
    long left = 0;
    if (mean > LARGE) {
      left = Math.round(mean + Math.sqrt(mean * (1 - chance)) * random.nextGaussian());
    } else {
      for (long i = 0; i < counts.bad(); i++) {
        left += random.nextDouble() < chance ? 1 : 0;
      }
    }
    return new Counts(counts.requests(), Math.clamp(left, 0, counts.bad()));
  }

  /**
   * Something that wanders around 1, minute by minute.
   *
   * @param memory how much of it is left after a minute, a fraction
   */
  Wander wander(double variation, double memory) {
    return new Wander(Math.sqrt(Math.log1p(variation * variation)), memory);
  }

  /** Lognormal with mean 1, autocorrelated. */
  final class Wander {
    private final double spread;
    private final double memory;
    private double state = random.nextGaussian();

    private Wander(double spread, double memory) {
      this.spread = spread;
      this.memory = memory;
    }

    double next() {
      if (spread == 0) {
        return 1;
      }
      state = memory * state + Math.sqrt(1 - memory * memory) * random.nextGaussian();
      return Math.exp(spread * state - spread * spread / 2);
    }
  }
}
