package io.fleetcanary.lab.scene;

import io.fleetcanary.lab.dataplane.LoadReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How long a regression reached people: from the end of the first answer that shows it to the last
 * request that went to the canary.
 *
 * @param bad answers that show it
 * @param answered by the canary until then, the good ones included
 */
record Onset(Duration lasted, long bad, long answered) {
  /** Stable is faultless, so whatever failed went to the canary, also where nobody answered. */
  static final Predicate<Outcome> FAILED = request -> request.wentOut() && request.status() != 200;

  /** As slow as the metric says that is bad. */
  static final Predicate<Outcome> SLOW =
      request -> request.latency().compareTo(Duration.ofSeconds(1)) >= 0;

  /**
   * As callers saw it; empty where nothing shows it.
   *
   * @param mine whether the canary answered
   * @param shows the regression
   */
  static Optional<Onset> of(
      List<Outcome> requests, Predicate<Outcome> mine, Predicate<Outcome> shows) {
    List<Outcome> bad = requests.stream().filter(shows).toList();
    List<Outcome> own = requests.stream().filter(mine).toList();
    return bad.stream()
        .map(request -> request.sent().plus(request.latency()))
        .min(Comparator.naturalOrder())
        .map(first -> new Onset(between(first, last(bad, own)), bad.size(), own.size()));
  }

  private static Instant last(List<Outcome> bad, List<Outcome> own) {
    return Stream.of(bad, own)
        .flatMap(List::stream)
        .map(Outcome::sent)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Duration between(Instant first, Instant last) {
    return last.isBefore(first) ? Duration.ZERO : Duration.between(first, last);
  }
}
