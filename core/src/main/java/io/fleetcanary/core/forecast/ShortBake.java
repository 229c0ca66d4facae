package io.fleetcanary.core.forecast;

import io.fleetcanary.core.analysis.Analyzer;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.ShareTolerance;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A bake that cannot pass at today's traffic, because it sees fewer requests than a verdict needs:
 * in the cluster where it lacks most.
 *
 * @param requests which of them, e.g. {@code canary requests of errors}
 * @param expected by the end of the bake
 * @param needed for a verdict
 */
public record ShortBake(
    String wave,
    TrafficWeight weight,
    Duration bake,
    String cluster,
    String requests,
    long expected,
    long needed) {
  /**
   * All of a plan, where somebody has seen today's requests. Bakes of no time and of no weight are
   * left out: they see nothing at any traffic.
   */
  public static List<ShortBake> of(RolloutPlan plan, SortedMap<String, StableSeen> seen) {
    return Bake.all(plan).stream()
        .filter(bake -> !bake.time().isZero() && bake.weight().percent() % 100 != 0)
        .flatMap(bake -> of(plan, seen, bake).stream())
        .toList();
  }

  /** A warning. */
  public String sentence() {
    return "bake of "
        + Words.of(bake)
        + " at "
        + weight
        + " in wave "
        + wave
        + " cannot pass: "
        + expected
        + " "
        + requests
        + " expected in "
        + cluster
        + " today, at least "
        + needed
        + " needed; bake longer, or with more weight";
  }

  private static Optional<ShortBake> of(
      RolloutPlan plan, SortedMap<String, StableSeen> seen, Bake bake) {
    List<Need> needs = needs(plan, bake);
    return bake.wave().clusters().stream()
        .map(ClusterTarget::name)
        .flatMap(
            name ->
                needs.stream()
                    .flatMap(
                        need ->
                            seen.getOrDefault(name, StableSeen.NOTHING).rate(need.metric).stream()
                                .map(rate -> need.in(bake, name, rate.perSecond()))))
        .filter(it -> it.expected < it.needed)
        .min(Comparator.comparingDouble(it -> (double) it.expected / it.needed));
  }

  private static List<Need> needs(RolloutPlan plan, Bake bake) {
    List<Metric> metrics = plan.rules().analysis().metrics();
    double routed = plan.rules().route().routed();
    List<Need> needs = new ArrayList<>();
    Analyzer.shareMetric(metrics)
        .map(metrics::get)
        .map(Metric::name)
        .ifPresent(
            name ->
                needs.add(
                    new Need(
                        name,
                        "requests of ",
                        1,
                        new ShareTolerance(bake.weight().percent(), routed).requestsNeeded())));
    metrics.stream()
        .filter(Metric::decides)
        .flatMap(it -> need(it, it.ofOneArm() ? bake.share(routed) : 1))
        .forEach(needs::add);
    return needs;
  }

  private static Stream<Need> need(Metric metric, double share) {
    String requests = "canary requests of ";
    return switch (metric) {
      case Metric.Ratio ratio ->
          Stream.of(new Need(ratio.name(), requests, share, ratio.minRequests()));
      case Metric.Latency slow ->
          Stream.of(new Need(slow.name(), requests, share, slow.minRequests()));
      case Metric.Gauge gauge -> Stream.empty();
    };
  }

  /** So many of this share of a metric's requests. */
  private record Need(String metric, String requests, double share, long least) {
    ShortBake in(Bake bake, String cluster, double perSecond) {
      return new ShortBake(
          bake.wave().name(),
          bake.weight(),
          bake.time(),
          cluster,
          requests + metric,
          (long) (perSecond * share * bake.time().toSeconds()),
          least);
    }
  }
}
