package io.fleetcanary.lab.story;

import io.fleetcanary.lab.dataplane.LoadReport;
import io.fleetcanary.lab.dataplane.LoadReport.Outcome;
import java.time.Duration;
import java.util.List;

/** Whether callers saw the share that was set, by the bounds of the design (§5, third layer). */
final class Shares {
  /** A gateway obeys a changed weight within this time, and we hear of a change up to a look late. */
  private static final Duration SETTLED = Duration.ofMillis(600);

  private static final double POINTS = 0.02;
  private static final double STANDARD_ERRORS = 4.5;

  private Shares() {}

  static void check(
      List<String> flaws, String cluster, Trail.Bake bake, LoadReport seen, String canaryImage) {
    List<Outcome> during =
        seen.outcomes().stream()
            .filter(request -> request.sent().isAfter(bake.from().plus(SETTLED)))
            .filter(request -> request.sent().isBefore(bake.to().minus(SETTLED)))
            .toList();
    double weight = bake.weight().percent() / 100.0;
    double needed = Math.max(200, 21 * (1 - weight) / weight);
    if (during.size() < needed) {
      flaws.add(
          "requests in %s at %s must be at least %.0f to see a share, got %d"
              .formatted(cluster, bake.weight(), needed, during.size()));
      return;
    }
    double share =
        (double) during.stream().filter(request -> request.revision().equals(canaryImage)).count()
            / during.size();
    double standardError = Math.sqrt(weight * (1 - weight) / during.size());
    if (Math.abs(share - weight) > Math.max(POINTS, STANDARD_ERRORS * standardError)) {
      flaws.add(
          "the share of the canary in %s must be %s, got %.2f %% of %d requests"
              .formatted(cluster, bake.weight(), 100 * share, during.size()));
    }
  }
}
