package io.fleetcanary.core.evidence;

/** Both arms over the same stretch of time. */
public record Interval(Counts canary, Counts stable) {
  public Interval plus(Interval more) {
    return new Interval(canary.plus(more.canary), stable.plus(more.stable));
  }

  /** Bad requests of both arms. */
  public long bad() {
    return canary.bad() + stable.bad();
  }

  /** Whether it says anything: an arm without requests, or no bad request at all, does not. */
  public boolean informative() {
    return canary.requests() > 0 && stable.requests() > 0 && bad() > 0;
  }
}
