package io.fleetcanary.lab.evaluation.peer;

import io.fleetcanary.core.evidence.Interval;
import java.util.List;
import java.util.OptionalInt;

/** Another tool's way to judge one cluster. */
public interface Peer {
  String name();

  /**
   * Whether it can be tried on a service.
   *
   * @param rate of its bad requests as long as nothing is wrong, a fraction
   */
  default boolean fits(double rate) {
    return true;
  }

  /**
   * Minutes from the begin until it aborts; empty where it does not within these. What it makes of
   * a minute does not depend on later ones, so who needs no more than the first ones gives no more.
   */
  OptionalInt abort(List<Interval> minutes);
}
