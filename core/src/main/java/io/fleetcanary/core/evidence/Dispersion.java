package io.fleetcanary.core.evidence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How many times more two arms of the same revision differ than a binomial says: φ, learnt from
 * blocks of time in which nothing was released.
 *
 * <pre>
 * s = 1 / (K − 1) · Σ (x − m·p)² / (m·p·(1 − p))    over K blocks of 10 min
 * p = ρa / (1 + ρa),  ρ such that Σ x = Σ m·p        the constant part is no noise
 * φ = max(1, s + 0.6 · max(0, s − 1.5))              what chance does not explain may be more than seen
 *     and from 20 blocks on at most max(1, 1 + 2 · (s − 1.25))     what it does explain is no noise
 * </pre>
 *
 * Dividing log likelihoods by φ keeps alpha under the binomial, whatever φ is, as long as it is
 * fixed before the first request is counted; under real over-dispersion it is an approximation.
 */
public final class Dispersion {
  /** With fewer the estimate is mostly chance. */
  public static final int LEAST_BLOCKS = 12;

  /** Twelve blocks of a binomial show more than this once in ten times. */
  private static final double BY_CHANCE = 1.5;

  /** As much as an estimate from twelve blocks is often too low. */
  private static final double CAUTION = 0.6;

  /** Of so many a binomial shows more than 1.25 once in five times, 1.5 once in fifteen. */
  private static final int MANY_BLOCKS = 20;

  private static final double NO_NOISE = 1.25;

  private static final double WIDEST = 1e6;

  private Dispersion() {}

  /**
   * Learns φ.
   *
   * @param blocks both arms of the same revision, any order
   * @return empty when fewer than {@link #LEAST_BLOCKS} blocks say anything
   */
  public static Optional<Double> of(List<Interval> blocks) {
    return ofResiduals(residuals(blocks.stream().filter(Interval::informative).toList()));
  }

  /**
   * Learns φ from blocks of several clusters: residuals and variances of one time add up.
   *
   * @return empty when they are fewer than {@link #LEAST_BLOCKS}
   */
  public static Optional<Double> ofResiduals(List<Residual> residuals) {
    if (residuals.size() < LEAST_BLOCKS) {
      return Optional.empty();
    }
    double sum = residuals.stream().mapToDouble(it -> it.off * it.off / it.variance).sum();
    double seen = sum / (residuals.size() - 1);
    double cautious = seen + CAUTION * Math.max(0, seen - BY_CHANCE);
    double most = residuals.size() < MANY_BLOCKS ? cautious : 1 + 2 * (seen - NO_NOISE);
    return Optional.of(Double.isFinite(cautious) ? Math.max(1, Math.min(cautious, most)) : 1);
  }

  /**
   * How far each block is off, given the constant ratio of all of them.
   *
   * @param telling all of them {@link Interval#informative}
   */
  public static List<Residual> residuals(List<Interval> telling) {
    double ratio = ratio(telling);
    return telling.stream()
        .map(
            block -> {
              double share = share(block, ratio);
              double off = block.canary().bad() - block.bad() * share;
              return new Residual(off, block.bad() * share * (1 - share));
            })
        .toList();
  }

  /** The ratio at which all blocks together are as expected, by bisection on its logarithm. */
  private static double ratio(List<Interval> blocks) {
    double low = 1 / WIDEST;
    double high = WIDEST;
    long seen = blocks.stream().mapToLong(block -> block.canary().bad()).sum();
    for (int i = 0; i < 80; i++) {
      double middle = Math.sqrt(low * high);
      double expected = blocks.stream().mapToDouble(it -> it.bad() * share(it, middle)).sum();
      if (expected < seen) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.sqrt(low * high);
  }

  private static double share(Interval block, double ratio) {
    double odds = ratio * block.canary().requests() / block.stable().requests();
    return odds / (1 + odds);
  }

  /**
   * By what the evidence of a watch is divided: φ, and more than φ where much is counted.
   *
   * <pre>
   * φ_i = max(φ, V_i / (22 · t), min(√(V_i / 250), 1 + 0.18 · V_i / t))
   * φ   = max(1, (V_i − V_(i−1)) / (W_i − W_(i−1)))    where nothing is known
   * W_i = V_i / (1 + τ · V_i),  τ = 0.18 · min(1, 4.5 / t)
   * </pre>
   *
   * V is the {@link Interval#information} of all that was counted so far, i included, and t how
   * many minutes that took, at least 1 before the root.
   *
   * <p>What was learnt of stable need not hold for a release: its noise may begin with it. Noise of
   * a tenth that lasts for minutes matters the more, the more is counted in them; so no more than
   * 22 a minute count, and after 250 each counts for less, until as much is divided by as such
   * noise adds to chance; that is after three hours and more. Where nothing is known, V is worth W:
   * what is left where the rates of both arms wander by 0.3, the less so the longer one looks.
   *
   * <p>φ_i depends on what was counted before and on how many requests were bad, not on whose they
   * were, so evidence keeps alpha. The figures are of a simulation: as much as may count with false
   * alarms at one in a hundred, and two in a hundred where noise is 0.3.
   *
   * @param dispersion φ; 1 where nothing is known
   * @param minutes length of an interval
   */
  public record Noise(double dispersion, Kind kind, double minutes) {
    private static final double MOST_A_MINUTE = 22;
    private static final double COUNTS_FULLY = 250;

    /**
     * What a minute's information brings beyond chance where the rates of both arms wander by 0.1
     * with a memory of minutes: nine minutes of it are one.
     */
    private static final double WANDERS = 2 * 0.1 * 0.1 * 9;

    /** α of each of three bakes of a cluster that is alone: down to it the figures hold. */
    private static final double ALONE = 0.008 / 3;

    /** The smaller α, the less may count; so much less holds with 2 to 100 clusters. */
    private static final double STRICTNESS = 1.5;

    /** What is far in the tail needs no more. */
    private static final double LEAST_SHARE = 0.3;

    /** Variance of the logarithm of the ratio of two rates that both wander by 0.3. */
    private static final double ASSUMED = 2 * 0.3 * 0.3;

    /** Minutes after which the mean of it begins to wander less. */
    private static final double LASTS = 4.5;

    public Noise {
      if (!(dispersion >= 1 && minutes >= 0)) {
        throw new IllegalArgumentException(
            "dispersion must be 1 or more and minutes 0 or more, got "
                + dispersion
                + " and "
                + minutes);
      }
    }

    /** The same φ whatever is counted: the form of the literature. */
    public static Noise constant(double dispersion) {
      return new Noise(dispersion, Kind.CONSTANT, 0.5);
    }

    /** As much as was learnt, if anything. */
    public static Noise of(Optional<Double> learnt, Duration interval) {
      Kind kind = learnt.isPresent() ? Kind.LEARNT : Kind.UNKNOWN;
      return new Noise(learnt.orElse(1.0), kind, interval.toMillis() / 60_000.0);
    }

    public boolean known() {
      return kind != Kind.UNKNOWN;
    }

    /**
     * φ_i.
     *
     * @param before V of all intervals before
     * @param gained V of this one, above 0
     * @param intervals that said something, this one included
     */
    double of(double before, double gained, long intervals) {
      double after = before + gained;
      double worth = worth(after, intervals) - worth(before, intervals - 1);
      return switch (kind) {
        case CONSTANT -> dispersion;
        case LEARNT -> Math.max(dispersion, least(after, intervals));
        case UNKNOWN -> Math.max(Math.max(1, gained / worth), least(after, intervals));
      };
    }

    /** φ of all intervals together. */
    double ofAll(double information, long intervals) {
      double own = atLeast(information, intervals);
      return kind == Kind.CONSTANT ? own : Math.max(own, least(information, intervals));
    }

    /** What all intervals together were divided by, or less. */
    double atLeast(double information, long intervals) {
      return known() ? dispersion : 1 + left(intervals) * information;
    }

    /**
     * To which power evidence may be believed at this α: noise makes hardly fewer alarms at a
     * smaller one, so less of what was counted counts.
     *
     * @param information V of all intervals
     * @return above 0 to 1
     */
    double believed(double information, long intervals, double alpha) {
      if (kind == Kind.CONSTANT) {
        return 1;
      }
      double own = ofAll(information, intervals);
      return own / Math.max(own, least(information, intervals, share(alpha)));
    }

    private static double share(double alpha) {
      double share = 1 / (1 + STRICTNESS * Math.max(0, Math.log(ALONE / alpha)));
      return Math.max(LEAST_SHARE, share);
    }

    private double least(double information, long intervals) {
      return least(information, intervals, 1);
    }

    /**
     * By what at least is divided.
     *
     * @param share of the figures
     */
    private double least(double information, long intervals, double share) {
      double each = information / Math.max(1, intervals * minutes);
      double counted = Math.sqrt(information / COUNTS_FULLY / share);
      return Math.max(each / MOST_A_MINUTE / share, Math.min(counted, 1 + WANDERS * each));
    }

    private double worth(double information, long intervals) {
      return information / (1 + left(intervals) * information);
    }

    private double left(long intervals) {
      return ASSUMED * Math.min(1, LASTS / (intervals * minutes));
    }

    /** Where φ comes from. */
    public enum Kind {
      CONSTANT,
      LEARNT,
      UNKNOWN
    }
  }

  /**
   * One block.
   *
   * @param off bad requests more than expected of them
   * @param variance that chance alone gives this number
   */
  public record Residual(double off, double variance) {}
}
