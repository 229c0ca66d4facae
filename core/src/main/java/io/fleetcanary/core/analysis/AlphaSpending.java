package io.fleetcanary.core.analysis;

/**
 * How a watch without an end divides its chance of a false alarm over time.
 *
 * <p>Evidence that is never forgotten grows deaf: hours of good requests would have to be
 * outweighed before a late fault is found. So such a watch starts its evidence afresh every so
 * often, and the k-th window may use only 1 / (k (k + 1)) of alpha. These shares add up to 1, so
 * the whole watch keeps its alpha; the hundredth window needs but ln 10100 = 9.2 more log evidence,
 * a few bad requests.
 */
public final class AlphaSpending {
  private AlphaSpending() {}

  /**
   * Share of alpha for one window.
   *
   * @param window counts from 1
   */
  public static double share(long window) {
    if (window < 1) {
      throw new IllegalArgumentException("window must be 1 or more, got " + window);
    }
    return 1.0 / window / (window + 1);
  }
}
