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
 */
public record StableSeen(
    int replicas,
    int surge,
    int unavailable,
    int room,
    String tightest,
    Duration start,
    List<Rate> rates,
    Serves serves) {
  /** Nothing is known, so nothing stands against a plan. */
  public static final StableSeen NOTHING =
      new StableSeen(0, 0, 0, Integer.MAX_VALUE, "", Duration.ZERO);

  /** Older versions knew no rates, and did not look whether it serves. */
  public StableSeen {
    rates = List.copyOf(Objects.requireNonNullElse(rates, List.of()));
    serves = Objects.requireNonNullElse(serves, Serves.UNKNOWN);
  }

  /** Nobody has looked at its requests. */
  public StableSeen(
      int replicas, int surge, int unavailable, int room, String tightest, Duration start) {
    this(replicas, surge, unavailable, room, tightest, start, List.of(), Serves.UNKNOWN);
  }

  /** The same, with its requests looked at. */
  public StableSeen with(List<Rate> seen) {
    return new StableSeen(replicas, surge, unavailable, room, tightest, start, seen, serves);
  }

  /** The same, with its pod template looked at. */
  public StableSeen with(Serves seen) {
    return new StableSeen(replicas, surge, unavailable, room, tightest, start, rates, seen);
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
}
