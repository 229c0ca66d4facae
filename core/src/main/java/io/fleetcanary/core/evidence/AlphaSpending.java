package io.fleetcanary.core.evidence;

/**
 * How a chance of a false alarm is divided over things whose number is not known beforehand.
 *
 * <p>The k-th of them may use 1 / (k (k + 1)) of alpha. These shares add up to 1, so the whole
 * keeps its alpha; the hundredth needs but ln 10100 = 9.2 more log evidence, a few bad requests.
 */
public final class AlphaSpending {
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
   * Share of one watch of a cluster: the planned ones have half of it, all alike; those that pauses
   * and holds add have the other half.
   *
   * @param planned 1 or more
   * @param watch counts from 1, in the order in which they begin
   */
  public static double watch(int planned, int watch) {
    return watch <= planned ? 0.5 / planned : 0.5 * share(watch - planned);
  }
}
