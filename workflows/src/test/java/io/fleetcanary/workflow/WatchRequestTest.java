package io.fleetcanary.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.evidence.Interval.Shift;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.bench.Plans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WatchRequestTest {
  private static final Until BAKED = new Until.Baked(Duration.ofMinutes(10));

  @Test
  void risesFromNothingAtTheFirstWeight() {
    assertThat(watch(plan(5, 50), 2, 5, BAKED).shift()).contains(new Shift(0, 0.05));
  }

  @Test
  void risesFromTheWeightBefore() {
    assertThat(watch(plan(5, 50), 4, 50, BAKED).shift()).contains(new Shift(0.05, 0.5));
  }

  @Test
  void risesByWhatComesByARoute() {
    ClusterPlan plan = plan(5, 50);
    ClusterRules rules = plan.rules();
    ClusterRules half =
        new ClusterRules(
            rules.workload(),
            new RouteRef("HTTPRoute", "chat", 0.5),
            rules.readyWithin(),
            rules.drain(),
            rules.analysis());

    assertThat(watch(plan.under(half), 4, 50, BAKED).shift()).contains(new Shift(0.025, 0.25));
  }

  @Test
  void doesNotRiseWhereTheWeightFallsOrStays() {
    assertThat(watch(plan(50, 5), 4, 5, BAKED).shift()).isEmpty();
    assertThat(watch(plan(50, 50), 4, 50, BAKED).shift()).isEmpty();
  }

  @Test
  void doesNotRiseWhereNothingIsLeftToStable() {
    assertThat(watch(plan(5, 100), 4, 100, BAKED).shift()).isEmpty();
  }

  @Test
  void doesNotRiseBeyondBakes() {
    Until promoted = new Until.Promoted(Duration.ofMinutes(10));

    assertThat(watch(plan(5, 50), 4, 50, new Until.Cancelled()).shift()).isEmpty();
    assertThat(watch(plan(5, 50), 4, 50, promoted).shift()).isEmpty();
  }

  @Test
  void leavesABakeItsShareOfFalseAlarmsHoweverManyGuardsCameBefore() {
    ClusterPlan plan = plan(5, 50);
    double all = plan.rules().analysis().alpha();

    assertThat(alpha(plan, BAKED, 1)).isCloseTo(0.4 * all, within(1e-12));
    assertThat(alpha(plan, BAKED, 7)).isEqualTo(alpha(plan, BAKED, 1));
  }

  @Test
  void leavesATenthToAllWatchesThatAreNoBakes() {
    ClusterPlan plan = plan(5, 50);
    double spent =
        IntStream.rangeClosed(1, 999)
            .mapToDouble(watch -> alpha(plan, new Until.Cancelled(), watch))
            .sum();

    assertThat(alpha(plan, new Until.Cancelled(), 1)).isPositive();
    assertThat(spent).isLessThanOrEqualTo(0.1 * plan.rules().analysis().alpha());
  }

  private static double alpha(ClusterPlan plan, Until until, int watch) {
    return new WatchRequest(plan, 2, new TrafficWeight(5), Instant.EPOCH, until, watch)
        .template()
        .alpha();
  }

  private static WatchRequest watch(ClusterPlan plan, int step, int weight, Until until) {
    return new WatchRequest(plan, step, new TrafficWeight(weight), Instant.EPOCH, until, 1);
  }

  private static ClusterPlan plan(int first, int second) {
    ClusterPlan plan = Plans.cluster("eu-1", OnInconclusive.HOLD);
    Step.Watch bake = new Step.Watch(Duration.ofMinutes(10));
    return new ClusterPlan(
        plan.rolloutId(),
        plan.service(),
        plan.namespace(),
        plan.cluster(),
        plan.revision(),
        plan.rules(),
        List.of(
            new Step.SetWeight(new TrafficWeight(first)),
            bake,
            new Step.SetWeight(new TrafficWeight(second)),
            bake));
  }
}
