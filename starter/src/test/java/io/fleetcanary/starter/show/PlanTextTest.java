package io.fleetcanary.starter.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.starter.Samples;
import org.junit.jupiter.api.Test;

class PlanTextTest {
  private static final String REST = "the rest stays with stable";

  @Test
  void saysWhereNotAllRequestsComeByTheRoutes() {
    assertThat(new PlanText(routed(0.625)).lines())
        .contains("62.5 % of the requests come by the routes, " + REST);
    assertThat(new PlanText(routed(1)).lines()).noneMatch(line -> line.endsWith(REST));
  }

  private static RolloutPlan routed(double part) {
    RolloutPlan plan = Samples.plan();
    ClusterRules rules = plan.rules();
    RouteRef route = new RouteRef(rules.route().kind(), rules.route().name(), part);
    return new RolloutPlan(
        plan.rolloutId(),
        plan.service(),
        plan.namespace(),
        plan.revision(),
        new ClusterRules(
            rules.workload(),
            route,
            rules.readyWithin(),
            rules.drain(),
            rules.analysis(),
            rules.handOver()),
        plan.waves(),
        plan.failure(),
        plan.holds(),
        plan.digest());
  }
}
