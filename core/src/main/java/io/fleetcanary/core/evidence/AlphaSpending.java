package io.fleetcanary.core.evidence;

/**
 * How a chance of a false alarm is divided over things whose number is not known beforehand.
 *
 * <p>The k-th of them may use 1 / (k (k + 1)) of alpha. These shares add up to 1, so the whole
 * keeps its alpha; the hundredth needs but ln 10100 = 9.2 more log evidence, a few bad requests.
 */
public final class AlphaSpending {
  private static final double BAKES = 0.8;
  private static final double BEYOND = 0.1;
  private static final double AGAIN = 0.1;

  private AlphaSpending() {}

  /**
   * Share of one of an unknown number. A watch without an end starts its evidence afresh every so
   * often, because hours of good requests would have to be outweighed before a late fault is found.
   *
   * @param window counts from 1
   */
  public static double share(long window) {
    if (window < 1) {
      throw new IllegalArgumentException("window must be 1 or more, got " + window);
    }
    return 1.0 / window / (window + 1);
  }

  /**
   * Share of one watch of a cluster. Bakes are what finds a regression, so in the first attempt as
   * many watches as there are bakes have most of it, all alike. The rest is for watches beyond them
   * (promotion, probation, pauses, holds), and for further attempts, which divide theirs in the
   * same way.
   *
   * @param bakes how many are planned
   * @param attempt counts from 1
   * @param watch counts from 1 in each attempt, in the order in which they begin
   */
  public static double watch(int bakes, int attempt, int watch) {
    double share = watch <= bakes ? BAKES / bakes : BEYOND * share(watch - bakes);
    return attempt == 1 ? share : AGAIN * share(attempt - 1L) * share;
  }
}
