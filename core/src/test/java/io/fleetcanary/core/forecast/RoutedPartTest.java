package io.fleetcanary.core.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.fleet.StableSeen.Routed;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.plan.WorkloadRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoutedPartTest {
  private final SortedMap<String, StableSeen> seen = new TreeMap<>();

  @Test
  void namesTheFirstBakeThatCannotSeeTheShareItExpects() {
    routed("eu-1", 50, 100);

    assertThat(warnings(1, 5, 25, 50))
        .containsExactly(
            "50 % of the requests came by the routes in eu-1 in the last minutes, 100 % expected:"
                + " at 5 % the canary gets 2.5 % of all, and the bake of 10m in wave first cannot"
                + " pass; write traffic.routed: 50%");
  }

  @Test
  void saysWhereLessComesByTheRoutesThoughEveryBakeCouldPass() {
    routed("eu-1", 50, 100);

    // two points off, which a route may be
    assertThat(warnings(1, 3, 4))
        .containsExactly(
            "50 % of the requests came by the routes in eu-1 in the last minutes, 100 % expected:"
                + " at 4 % the canary gets 2 % of all; write traffic.routed: 50%");
  }

  @Test
  void saysWhereMoreComesByTheRoutesThanTheSpecSays() {
    routed("eu-1", 90, 100);

    assertThat(warnings(0.5, 50))
        .containsExactly(
            "90 % of the requests came by the routes in eu-1 in the last minutes, 50 % expected:"
                + " at 50 % the canary gets 45 % of all, and the bake of 10m in wave first cannot"
                + " pass; write traffic.routed: 90%");
  }

  @Test
  void namesTheClusterOfAWaveThatIsFurthestOff() {
    routed("eu-1", 80, 100);
    routed("eu-2", 30, 100);

    assertThat(warnings(1, 25)).singleElement().asString().contains(" in eu-2 ", "30 %");
  }

  @Test
  void doesNotSuggestThatNothingComesByTheRoutes() {
    routed("eu-1", 0.1, 100);

    assertThat(warnings(1, 25))
        .singleElement()
        .asString()
        .endsWith("; look at the routes, and at traffic.routedRequests");
  }

  @Test
  void doubtsACounterThatCountsMoreThanThePodsAnswer() {
    routed("eu-1", 250, 100);

    assertThat(warnings(1, 25))
        .containsExactly(
            "traffic.routedRequests counts 250 requests a second in eu-1, its pods answer 100; let"
                + " it select those of this Service only");
  }

  @Test
  void saysNothingWhereItIsAsTheSpecSays() {
    routed("eu-1", 104, 100);
    assertThat(warnings(1, 5, 25, 50)).isEmpty();

    routed("eu-1", 49, 100);
    assertThat(warnings(0.5, 5, 25, 50)).isEmpty();
  }

  @Test
  void saysNothingWhereNobodyHasCounted() {
    assertThat(warnings(1, 25)).isEmpty();

    seen.put("eu-1", StableSeen.NOTHING);
    assertThat(warnings(1, 25)).isEmpty();
  }

  private void routed(String cluster, double perSecond, double all) {
    seen.put(cluster, StableSeen.NOTHING.with(new Routed(perSecond, all)));
  }

  private List<String> warnings(double expected, int... weights) {
    return RoutedPart.of(plan(expected, weights), seen).stream().map(RoutedPart::sentence).toList();
  }

  private static RolloutPlan plan(double expected, int... weights) {
    Metric errors =
        new Metric.Ratio("errors", "bad{$track}", "of{$track}", 50, List.of(new Criterion.Max(1)));
    ClusterRules rules =
        new ClusterRules(
            new WorkloadRef("Deployment", "chat"),
            new RouteRef("HTTPRoute", "chat", expected),
            Duration.ofMinutes(45),
            Duration.ofSeconds(60),
            new AnalysisTemplate(
                Duration.ofSeconds(30), 0.01, List.of(errors), OnInconclusive.HOLD));
    return new RolloutPlan(
        "chat-1",
        "chat",
        "ml",
        new Revision("2", "server", List.of(new Revision.Env("MODEL", "2"))),
        rules,
        List.of(wave(weights)),
        new FailurePolicy(Scope.FLEET, 0),
        Quorum.ANYBODY,
        "digest");
  }

  private static Wave wave(int... weights) {
    List<Step> steps = new ArrayList<>();
    for (int weight : weights) {
      steps.add(new Step.SetWeight(new TrafficWeight(weight)));
      steps.add(new Step.Watch(Duration.ofMinutes(10)));
    }
    List<ClusterTarget> clusters =
        Stream.of("eu-1", "eu-2").map(name -> new ClusterTarget(name, "queue")).toList();
    return new Wave("first", clusters, 1, steps, new Gate(Duration.ZERO, List.of(), Duration.ZERO));
  }
}
