package io.fleetcanary.lab.story;

import io.fleetcanary.lab.dataplane.LoadReport;
import io.fleetcanary.lab.dataplane.LoadReport.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether callers saw the share that was set, by the bounds of the design (§5, third layer).
 *
 * @param canaryImage who answers for the canary
 * @param seen everything that callers saw in this cluster
 */
public record Shares(String cluster, String canaryImage, LoadReport seen) {
  /**
   * A gateway obeys a changed weight within this time, and we hear of a change up to a look late.
   */
  private static final Duration SETTLED = Duration.ofMillis(600);

  private static final double POINTS = 0.02;
  private static final double STANDARD_ERRORS = 4.5;

  /** What was not as set while {@code bake} lasted; empty when nothing was. */
  public Optional<String> flaw(Trail.Bake bake) {
    List<Outcome> during = during(bake);
    double weight = bake.weight().percent() / 100.0;
    double needed = Math.max(200, 21 * (1 - weight) / weight);
    if (during.size() < needed) {
      return Optional.of(
          "requests in %s at %s must be at least %.0f to see a share, got %d"
              .formatted(cluster, bake.weight(), needed, during.size()));
    }
    double share =
        (double) during.stream().filter(request -> request.revision().equals(canaryImage)).count()
            / during.size();
    double standardError = Math.sqrt(weight * (1 - weight) / during.size());
    if (Math.abs(share - weight) > Math.max(POINTS, STANDARD_ERRORS * standardError)) {
      return Optional.of(
          "the share of the canary in %s must be %s, got %.2f %% of %d requests"
              .formatted(cluster, bake.weight(), 100 * share, during.size()));
    }
    return Optional.empty();
  }

  private List<Outcome> during(Trail.Bake bake) {
    return seen.outcomes().stream()
        .filter(Outcome::wentOut)
        .filter(request -> request.sent().isAfter(bake.from().plus(SETTLED)))
        .filter(request -> request.sent().isBefore(bake.to().minus(SETTLED)))
        .toList();
  }
}
