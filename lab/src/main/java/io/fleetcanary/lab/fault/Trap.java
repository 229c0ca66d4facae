package io.fleetcanary.lab.fault;

import io.fleetcanary.lab.dataplane.http.Request;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A rule that can be set, and how often it was met. */
public final class Trap {
  private final Rule rule;
  private int matched;
  private int hits;
  private boolean lifted;
  private @Nullable Instant since;

  public Trap(Rule rule) {
    this.rule = rule;
  }

  public Rule rule() {
    return rule;
  }

  /** How many requests have met the fault. A scenario whose fault nobody met proves nothing. */
  public synchronized int hits() {
    return hits;
  }

  /** Nobody meets it any more. */
  public synchronized void lift() {
    lifted = true;
  }

  synchronized boolean catches(Request request, Instant now) {
    if (lifted || !rule.matches(request) || ++matched < rule.first() || hits >= rule.times()) {
      return false;
    }
    since = since == null ? now : since;
    if (now.isAfter(since.plus(rule.lasting()))) {
      return false;
    }
    hits++;
    return true;
  }
}
