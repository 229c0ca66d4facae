package io.fleetcanary.workflow.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stable's owner brings the revision. */
class HandOverTest {
  @RegisterExtension final Bench bench = new Bench();

  @Test
  void saysWhomItWaitsForAndHowLong() {
    Runnable brought = bench.cluster("eu-1").blocks("watch promotion");
    Run run = bench.startCluster(plan());

    bench.trail().await("eu-1 watch promotion");

    assertThat(run.cluster().phase()).isEqualTo(ClusterPhase.PROMOTING);
    assertThat(run.cluster().reason())
        .isEqualTo(
            "waits until the owner of Deployment chat has brought 2026.11.3 into it, for 24h at"
                + " most; else the cluster goes back");
    brought.run();
    bench.passesUntil("eu-1 empty canary");
    run.signal("keep");
    assertThat(run.clusterOutcome()).isInstanceOf(ClusterOutcome.Promoted.class);
  }

  private static ClusterPlan plan() {
    ClusterPlan plan = Plans.cluster("eu-1", OnInconclusive.HOLD);
    ClusterRules rules = plan.rules();
    return plan.under(
        new ClusterRules(
            rules.workload(),
            rules.route(),
            rules.readyWithin(),
            rules.drain(),
            rules.analysis(),
            true));
  }
}
