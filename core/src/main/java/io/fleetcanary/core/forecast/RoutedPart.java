package io.fleetcanary.core.forecast;

import io.fleetcanary.core.analysis.Figures;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.ShareTolerance;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.fleet.StableSeen.Routed;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Another part of a Service's requests comes by its routes today than the spec says: in the cluster
 * of a wave where it is furthest off.
 *
 * @param routed what was counted
 * @param expected the part that the spec says, above 0 to 1
 * @param weight of the wave's first bake that could not see the share it expects; of its last one,
 *     where all of them could
 * @param seesShare whether even that one could
 */
public record RoutedPart(
    String wave,
    TrafficWeight weight,
    Duration bake,
    String cluster,
    Routed routed,
    double expected,
    boolean seesShare) {
  /** Gateways and pods are not scraped in the same moment. */
  private static final double TOLERATED = 0.05;

  /** Beyond it the counter is no part of the Service's requests. */
  private static final double MORE_THAN_ALL = 1.1;

  /** One for each wave that has a cluster like this, where somebody has counted. */
  public static List<RoutedPart> of(RolloutPlan plan, SortedMap<String, StableSeen> seen) {
    return plan.waves().stream().flatMap(wave -> furthest(plan, seen, wave).stream()).toList();
  }

  private static Optional<RoutedPart> furthest(
      RolloutPlan plan, SortedMap<String, StableSeen> seen, Wave wave) {
    List<Bake> bakes =
        Bake.all(plan).stream()
            .filter(bake -> bake.wave().equals(wave) && bake.weight().percent() % 100 != 0)
            .toList();
    double expected = plan.rules().route().routed();
    return wave.clusters().stream()
        .map(ClusterTarget::name)
        .flatMap(name -> in(name, seen.getOrDefault(name, StableSeen.NOTHING), expected, bakes))
        .max(Comparator.comparingDouble(RoutedPart::off));
  }

  private static Stream<RoutedPart> in(
      String cluster, StableSeen stable, double expected, List<Bake> bakes) {
    Routed routed = stable.routed();
    return bakes.stream()
        .filter(bake -> routed.known())
        .map(
            bake ->
                new RoutedPart(
                    bake.wave().name(),
                    bake.weight(),
                    bake.time(),
                    cluster,
                    routed,
                    expected,
                    seesShare(bake, routed, expected)))
        .filter(it -> !it.seesShare || it.off() > TOLERATED)
        .reduce((one, next) -> one.seesShare ? next : one)
        .stream();
  }

  /** Whether such a bake finds the share that was set. Too few requests are said elsewhere. */
  private static boolean seesShare(Bake bake, Routed routed, double expected) {
    ShareTolerance tolerance = new ShareTolerance(bake.weight().percent(), expected);
    double all = routed.all() * bake.time().toSeconds();
    ShareSeen share = new ShareSeen(Math.round(all * bake.share(part(routed))), Math.round(all));
    return share.total() < tolerance.requestsNeeded() || tolerance.holds(share);
  }

  private static double part(Routed routed) {
    return Math.min(1, routed.part());
  }

  private double off() {
    return Math.abs(routed.part() - expected);
  }

  /** A warning. */
  public String sentence() {
    return routed.part() > MORE_THAN_ALL
        ? "traffic.routedRequests counts "
            + Figures.number(routed.perSecond())
            + " requests a second in "
            + cluster
            + ", its pods answer "
            + Figures.number(routed.all())
            + "; let it select those of this Service only"
        : came() + fix();
  }

  private String came() {
    return Figures.percent(part(routed))
        + " of the requests came by the routes in "
        + cluster
        + " in the last minutes, "
        + Figures.percent(expected)
        + " expected: at "
        + weight
        + " the canary gets "
        + Figures.percent(weight.percent() / 100.0 * part(routed))
        + " of all"
        + (seesShare
            ? ""
            : ", and the bake of " + Words.of(bake) + " in wave " + wave + " cannot pass");
  }

  private String fix() {
    long percent = Math.round(100 * part(routed));
    return percent == 0
        ? "; look at the routes, and at traffic.routedRequests"
        : "; write traffic.routed: " + percent + "%";
  }
}
