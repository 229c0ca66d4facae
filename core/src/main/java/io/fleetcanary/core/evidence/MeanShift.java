package io.fleetcanary.core.evidence;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How far a gauge on the canary is off stable's, look by look. Looks that follow each other are
 * alike, so their differences are averaged over blocks of five minutes, and how much those differ
 * says how sure their mean is.
 *
 * @param looks that had a number of both arms
 * @param canary sum of the canary's numbers
 * @param stable sum of stable's
 * @param block the block that the last look was in, counted from the begin
 * @param open how many looks have been in it
 * @param gap sum of their differences
 * @param blocks that are over
 * @param mean of their mean differences
 * @param squares sum of the squared deviations from it
 * @see <a href="https://arxiv.org/abs/2103.06476">Waudby-Smith et al. 2021</a>
 */
public record MeanShift(
    long looks,
    double canary,
    double stable,
    long block,
    long open,
    double gap,
    long blocks,
    double mean,
    double squares) {
  public static final MeanShift NONE = new MeanShift(0, 0, 0, 0, 0, 0, 0, 0, 0);

  public static final Duration BLOCK = Duration.ofMinutes(5);

  /** The sequence is an asymptotic one: with fewer it promises nothing. */
  public static final int LEAST_BLOCKS = 10;

  /** r², for a range that is as narrow as can be at about twelve blocks, an hour. */
  private static final double TUNING = 1;

  /**
   * Another look.
   *
   * @param since the begin
   */
  public MeanShift plus(Duration since, double canaryNow, double stableNow) {
    long now = since.dividedBy(BLOCK);
    MeanShift before = now == block || open == 0 ? this : closed();
    return new MeanShift(
        looks + 1,
        canary + canaryNow,
        stable + stableNow,
        now,
        before.open + 1,
        before.gap + canaryNow - stableNow,
        before.blocks,
        before.mean,
        before.squares);
  }

  /** Welford's step. */
  private MeanShift closed() {
    double difference = gap / open;
    double next = mean + (difference - mean) / (blocks + 1);
    double more = (difference - mean) * (difference - next);
    return new MeanShift(looks, canary, stable, block, 0, 0, blocks + 1, next, squares + more);
  }

  /**
   * Half the width of the range around {@link #mean} that the difference lies in, at all times at
   * once; empty before there are enough blocks. Too narrow where an arm has noise of its own that
   * lasts, so it advises only.
   *
   * @param alpha how often the range misses it
   */
  public OptionalDouble halfWidth(double alpha) {
    return blocks < LEAST_BLOCKS
        ? OptionalDouble.empty()
        : OptionalDouble.of(halfWidth(blocks, Math.sqrt(squares / (blocks - 1)), TUNING, alpha));
  }

  /**
   * Half the width of an asymptotic confidence sequence.
   *
   * @param blocks differences seen, 10 or more
   * @param deviation their standard deviation
   * @param tuning r², large when decisions are expected early
   */
  static double halfWidth(long blocks, double deviation, double tuning, double alpha) {
    double spread = blocks * tuning + 1;
    double variance = 2 * spread / (blocks * tuning * blocks);
    return deviation * Math.sqrt(variance * Math.log(Math.sqrt(spread) / alpha));
  }
}
