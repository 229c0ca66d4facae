package io.fleetcanary.core.plan;

import static java.util.Objects.requireNonNullElse;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.fleet.SelectedWave;
import io.fleetcanary.core.query.Variables;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.RolloutSpec.Parallel;
import io.fleetcanary.core.spec.RolloutSpec.Shape;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/** What the plan says where the spec is silent. */
public final class Defaults {
  /** A large model takes this long to load; want of a GPU is noticed long before. */
  static final Duration READY_WITHIN = Duration.ofMinutes(45);

  /** Kernels compile and caches fill at a pod's first requests. */
  static final Duration LONGEST_WARM_UP = Duration.ofSeconds(60);

  static final Duration DRAIN = Duration.ofSeconds(60);
  static final Duration ANSWER_WITHIN = Duration.ofHours(24);

  /** Below it a share says little, and a limit of 2 % is one request. */
  static final int MIN_REQUESTS = 50;

  static final List<RolloutSpec.Step> STEPS =
      List.of(
          new RolloutSpec.Step(5, Duration.ofMinutes(10)),
          new RolloutSpec.Step(25, Duration.ofMinutes(10)),
          new RolloutSpec.Step(50, Duration.ofMinutes(20)));

  private Defaults() {}

  /** A Deployment called like the service. */
  public static WorkloadRef workload(RolloutSpec spec) {
    return new WorkloadRef("Deployment", requireNonNullElse(spec.workload(), spec.service()));
  }

  /** An HTTPRoute called like the service. */
  public static RouteRef route(RolloutSpec spec) {
    RolloutSpec.Traffic traffic = spec.traffic();
    return new RouteRef(
        "HTTPRoute",
        requireNonNullElse(traffic.route(), spec.service()),
        traffic.routed() == null ? 1 : traffic.routed().fraction());
  }

  public static List<Metric> metrics(RolloutSpec spec) {
    Variables variables = variables(spec);
    return spec.analysis().metrics().stream().map(it -> metric(it, variables)).toList();
  }

  /** The counter of requests that come by the routes; empty where the spec names none. */
  public static String routedRequests(RolloutSpec spec) {
    return variables(spec).fill(requireNonNullElse(spec.traffic().routedRequests(), ""));
  }

  private static Variables variables(RolloutSpec spec) {
    return new Variables(spec.namespace(), spec.service());
  }

  static AnalysisTemplate analysis(RolloutSpec spec, double alpha) {
    RolloutSpec.Analysis analysis = spec.analysis();
    return new AnalysisTemplate(
        requireNonNullElse(analysis.every(), AnalysisTemplate.EVERY),
        alpha,
        metrics(spec),
        analysis.alike(),
        analysis.kayenta(),
        requireNonNullElse(analysis.inconclusive(), AnalysisTemplate.OnInconclusive.HOLD),
        analysis.early(),
        requireNonNullElse(analysis.warmUp(), warmUp(spec)));
  }

  /** A minute; where bakes are short, a tenth of the shortest, in whole seconds. */
  private static Duration warmUp(RolloutSpec spec) {
    return spec.waves().stream()
        .flatMap(wave -> steps(spec, wave).stream())
        .map(RolloutSpec.Step::bake)
        .filter(Duration::isPositive)
        .map(bake -> bake.dividedBy(10).truncatedTo(ChronoUnit.SECONDS))
        .filter(tenth -> tenth.compareTo(LONGEST_WARM_UP) < 0)
        .min(Comparator.naturalOrder())
        .orElse(LONGEST_WARM_UP);
  }

  static ClusterRules rules(RolloutSpec spec, double alpha) {
    return new ClusterRules(
            workload(spec),
            route(spec),
            requireNonNullElse(spec.readyWithin(), READY_WITHIN),
            requireNonNullElse(spec.drain(), DRAIN),
            analysis(spec, alpha),
            spec.handOver())
        .reachedWithin(requireNonNullElse(spec.failure().reachWithin(), ClusterRules.REACH_WITHIN));
  }

  static List<RolloutSpec.Step> steps(RolloutSpec spec, RolloutSpec.Wave wave) {
    List<RolloutSpec.Step> common = spec.steps().isEmpty() ? STEPS : spec.steps();
    return wave.steps().isEmpty() ? common : wave.steps();
  }

  static int parallel(SelectedWave wave) {
    return switch (wave.wave().parallel()) {
      case null -> 1;
      case Parallel.Clusters clusters -> clusters.count();
      case Parallel.Share share -> share.percent().of(wave.clusters().size());
    };
  }

  static Gate gate(RolloutSpec.Wave wave, Quorum quorum) {
    Duration bake = requireNonNullElse(wave.bake(), Duration.ZERO);
    RolloutSpec.Approval approval = wave.approval();
    return approval == null
        ? new Gate(bake, List.of(), ANSWER_WITHIN)
        : new Gate(
            bake, approval.by(), requireNonNullElse(approval.within(), ANSWER_WITHIN), quorum);
  }

  static FailurePolicy failure(RolloutSpec spec) {
    RolloutSpec.Scope scope = requireNonNullElse(spec.failure().scope(), RolloutSpec.Scope.FLEET);
    return new FailurePolicy(
        switch (scope) {
          case CLUSTER -> FailurePolicy.Scope.CLUSTER;
          case WAVE -> FailurePolicy.Scope.WAVE;
          case FLEET -> FailurePolicy.Scope.FLEET;
        },
        requireNonNullElse(spec.failure().budget(), 0),
        spec.failure().countsUnreachable());
  }

  private static Metric metric(RolloutSpec.Metric metric, Variables variables) {
    int minRequests = requireNonNullElse(metric.minRequests(), MIN_REQUESTS);
    return switch (metric.shape()) {
      case Shape.Counters it ->
          new Metric.Ratio(
              metric.name(),
              variables.fill(it.bad()),
              variables.fill(it.of()),
              minRequests,
              metric.criteria(),
              metric.onTrial());
      case Shape.Histogram it ->
          new Metric.Latency(
              metric.name(),
              variables.fill(it.histogram()),
              it.above().toNanos() / 1e9,
              minRequests,
              metric.criteria(),
              metric.onTrial());
      case Shape.Query it ->
          new Metric.Gauge(
              metric.name(),
              variables.fill(it.query()),
              metric.criteria(),
              metric.onTrial(),
              it.compare());
    };
  }
}
