package io.fleetcanary.core.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a survey has seen of stable: figures that a plan is checked by and shown with, never acted
 * on later.
 *
 * @param replicas now, 0 where stable was not seen
 * @param surge pods that a rolling update adds for a while
 * @param unavailable pods that a rolling update takes away for a while
 * @param room how many more pods of the same kind the cluster has room for
 * @param tightest what leaves no more room, with figures; empty where nobody could tell
 * @param start how long its pods take from creation to ready
 * @param rates what its requests came to in the last minutes, for each metric that counts some
 * @param serves whether it is made of the revision already, where a preview has looked
 * @param routed how many of its requests came by the routes, where somebody has counted
 */
public record StableSeen(
    int replicas,
    int surge,
    int unavailable,
    int room,
    String tightest,
    Duration start,
    List<Rate> rates,
    Serves serves,
    Routed routed) {
  /** Nothing is known, so nothing stands against a plan. */
  public static final StableSeen NOTHING =
      new StableSeen(0, 0, 0, Integer.MAX_VALUE, "", Duration.ZERO);

  /** Older versions knew no rates, did not look whether it serves, and counted no routes. */
  public StableSeen {
    rates = List.copyOf(Objects.requireNonNullElse(rates, List.of()));
    serves = Objects.requireNonNullElse(serves, Serves.UNKNOWN);
    routed = Objects.requireNonNullElse(routed, Routed.UNKNOWN);
  }

  /** Nobody has looked at its requests. */
  public StableSeen(
      int replicas, int surge, int unavailable, int room, String tightest, Duration start) {
    this(
        replicas,
        surge,
        unavailable,
        room,
        tightest,
        start,
        List.of(),
        Serves.UNKNOWN,
        Routed.UNKNOWN);
  }

  /** The same, with its requests looked at. */
  public StableSeen with(List<Rate> seen) {
    return new StableSeen(
        replicas, surge, unavailable, room, tightest, start, seen, serves, routed);
  }

  /** The same, with its pod template looked at. */
  public StableSeen with(Serves seen) {
    return new StableSeen(replicas, surge, unavailable, room, tightest, start, rates, seen, routed);
  }

  /** The same, with the requests of its routes counted. */
  public StableSeen with(Routed seen) {
    return new StableSeen(replicas, surge, unavailable, room, tightest, start, rates, serves, seen);
  }

  /** How many requests a metric counts; empty where nobody could tell. */
  public Optional<Rate> rate(String metric) {
    return rates.stream().filter(rate -> rate.metric.equals(metric)).findFirst();
  }

  /** How long a rolling update takes at least: pods start one lot after the other. */
  public Duration rolling() {
    return start.multipliedBy(Math.ceilDiv(replicas, Math.max(1, surge + unavailable)));
  }

  /**
   * Requests that a metric counts.
   *
   * @param perSecond over all of stable's pods
   * @param bad how many of them were bad, a fraction
   */
  public record Rate(String metric, double perSecond, double bad) {}

  /**
   * Requests that came by the routes, as the gateway counts them.
   *
   * @param perSecond 0 or more
   * @param all that stable's pods answered, per second; 0 where nobody could tell
   */
  public record Routed(double perSecond, double all) {
    public static final Routed UNKNOWN = new Routed(0, 0);

    public boolean known() {
      return all > 0;
    }

    /** A fraction; above 1 where the counter counts more than these pods answer. */
    public double part() {
      return perSecond / all;
    }
  }
}
