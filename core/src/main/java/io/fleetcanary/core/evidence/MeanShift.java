package io.fleetcanary.core.evidence;

/**
 * How sure the mean of differences between two gauges is: half the width of an asymptotic
 * confidence sequence. Above its nominal error where an arm has noise of its own, so it advises
 * only.
 *
 * @see <a href="https://arxiv.org/abs/2103.06476">Waudby-Smith et al. 2021</a>
 */
public final class MeanShift {
  private MeanShift() {}

  /**
   * Half the width.
   *
   * @param blocks differences seen, 10 or more
   * @param deviation their standard deviation
   * @param tuning r², large when decisions are expected early
   */
  public static double halfWidth(long blocks, double deviation, double tuning, double alpha) {
    double spread = blocks * tuning + 1;
    double variance = 2 * spread / (blocks * tuning * blocks);
    return deviation * Math.sqrt(variance * Math.log(Math.sqrt(spread) / alpha));
  }
}
