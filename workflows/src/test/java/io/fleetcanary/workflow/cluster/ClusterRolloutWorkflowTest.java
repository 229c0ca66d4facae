package io.fleetcanary.workflow.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.FakeCluster;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterRolloutWorkflowTest {
  private static final ClusterPlan PLAN = Plans.cluster("eu-1", OnInconclusive.HOLD);

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void readsLikeTheRunbookWhenEverythingPasses() {
    Run run = bench.startCluster(PLAN);
    run.awaitClusterPhase(ClusterPhase.BAKING);
    run.signal("keep");

    ClusterOutcome outcome = run.clusterOutcome();

    assertThat(outcome).isEqualTo(new ClusterOutcome.Promoted("2026.11.3 serves in eu-1"));
    assertThat(bench.trail().of("eu-1"))
        .containsExactly(
            "claim",
            "pods for 5 %",
            "shift to 5 %",
            "bake 10m at 5 %",
            "pods for 50 %",
            "shift to 50 %",
            "bake 20m at 50 %",
            "promote",
            "watch promotion",
            "shift to 0 %",
            "empty canary",
            "keep");
  }

  @Test
  void goesBackTrafficFirstWhenTheCanaryIsBad() {
    bench.cluster("eu-1").returns("bake 20m at 50 %", FakeCluster.fail("errors 21 % > 2 %"));

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome)
        .isEqualTo(new ClusterOutcome.RolledBack(FailureClass.EVIDENCE, "errors 21 % > 2 %"));
    assertThat(bench.trail().of("eu-1"))
        .endsWith(
            "bake 20m at 50 %",
            "bake 20m at 50 %: FAIL", "traffic off", "restore stable", "remove canary, release");
  }
}
