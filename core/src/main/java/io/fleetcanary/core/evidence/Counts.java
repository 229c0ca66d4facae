package io.fleetcanary.core.evidence;

/**
 * Requests of one arm.
 *
 * @param requests answered, 0 or more
 * @param bad how many of them were bad, 0 to {@code requests}
 */
public record Counts(long requests, long bad) {
  public static final Counts NONE = new Counts(0, 0);

  public Counts {
    if (bad < 0 || bad > requests) {
      throw new IllegalArgumentException("bad must be 0.." + requests + " requests, got " + bad);
    }
  }

  public Counts plus(Counts more) {
    return new Counts(requests + more.requests, bad + more.bad);
  }

  /** Bad requests of all, a fraction; NaN when there was none. */
  public double rate() {
    return (double) bad / requests;
  }
}
