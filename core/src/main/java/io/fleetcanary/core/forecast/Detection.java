package io.fleetcanary.core.forecast;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.evidence.Detectable;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one bake can find out at today's traffic, in the cluster of its wave where it finds least.
 * Expectations, not promises, for stable pods that differ by chance alone (φ = 1); what clusters
 * prove together comes on top.
 *
 * @param smallest how many times stable's rate of bad requests the canary must have to be found by
 *     the end of the bake; infinite when nothing can be found
 * @param doubled seconds until a doubled rate is found; infinite when the margin allows it, or when
 *     there are no bad requests to double
 */
public record Detection(
    String wave,
    TrafficWeight weight,
    Duration bake,
    String metric,
    String cluster,
    double smallest,
    double doubled) {
  /** Whether a bake like this can find something. */
  public boolean findsSomething() {
    return Double.isFinite(smallest);
  }

  /** All bakes and metrics that are compared, where somebody has seen today's requests. */
  public static List<Detection> of(RolloutPlan plan, SortedMap<String, StableSeen> seen) {
    return Bake.all(plan).stream().flatMap(bake -> of(plan, seen, bake).stream()).toList();
  }

  private static List<Detection> of(
      RolloutPlan plan, SortedMap<String, StableSeen> seen, Bake bake) {
    return plan.rules().analysis().metrics().stream()
        .filter(Metric::decides)
        .flatMap(metric -> margin(metric).stream().map(by -> new Question(metric, by)))
        .flatMap(question -> least(plan, seen, bake, question).stream())
        .toList();
  }

  private static Optional<Detection> least(
      RolloutPlan plan, SortedMap<String, StableSeen> seen, Bake bake, Question question) {
    return bake.wave().clusters().stream()
        .map(ClusterTarget::name)
        .flatMap(
            name ->
                seen.getOrDefault(name, StableSeen.NOTHING).rate(question.metric.name()).stream()
                    .map(rate -> detection(plan, bake, question, new Today(name, rate))))
        .max(Comparator.comparingDouble(Detection::smallest));
  }

  private static Detection detection(RolloutPlan plan, Bake bake, Question question, Today today) {
    double share = bake.share(plan.rules().route().routed());
    double requests = today.rate.perSecond();
    double cold = plan.rules().analysis().warmUpFor(question.metric).toSeconds();
    Detectable detectable =
        new Detectable(
            requests * share,
            requests * (1 - share),
            today.rate.bad(),
            question.by,
            Noise.of(Optional.of(1.0), plan.rules().analysis().every()),
            alpha(plan.rules().analysis(), bake.wave()));
    return new Detection(
        bake.wave().name(),
        bake.weight(),
        bake.time(),
        question.metric.name(),
        today.cluster,
        detectable.smallestRatio(Math.max(0, bake.time().toSeconds() - cold)),
        detectable.secondsToFind(2) + cold);
  }

  /** Of one check of one bake: each of the bakes of a cluster has the same. */
  private static double alpha(AnalysisTemplate analysis, Wave wave) {
    int bakes = (int) wave.steps().stream().filter(Step.Watch.class::isInstance).count();
    return analysis.forWatch(bakes, 1, 1).alpha() / Math.max(1, analysis.tests());
  }

  private static Optional<Double> margin(Metric metric) {
    return metric.criteria().stream()
        .filter(Criterion.Worse.class::isInstance)
        .map(worse -> ((Criterion.Worse) worse).by())
        .findFirst();
  }

  private record Question(Metric metric, double by) {}

  private record Today(String cluster, StableSeen.Rate rate) {}
}
