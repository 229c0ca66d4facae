package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.FakeCluster.fail;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Run;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RetreatTest {
  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void undoesPromotedClustersWithTheWavesParallelism() {
    bench.fleet().plans(plan(1));
    bench.cluster("us-1").returns("bake 10m at 5 %", fail("errors"));

    FleetOutcome outcome = bench.startFleet().failed();

    assertThat(outcome.clusters().values()).hasSize(4).allMatch(RolledBack.class::isInstance);
    assertThat(bench.trail().lines())
        .containsSubsequence(
            "eu-1 traffic off",
            "eu-1 remove canary, release",
            "eu-2 traffic off",
            "eu-2 remove canary, release",
            "eu-3 traffic off");
  }

  @Test
  void undoesSeveralAtOnceWhereTheWaveAllowsIt() {
    bench.fleet().plans(plan(3));
    bench.cluster("us-1").returns("bake 10m at 5 %", fail("errors"));

    bench.startFleet().failed();

    List<String> trail = bench.trail().lines();
    int firstDone =
        List.of("eu-1", "eu-2", "eu-3").stream()
            .mapToInt(cluster -> trail.indexOf(cluster + " remove canary, release"))
            .min()
            .orElseThrow();
    assertThat(trail.subList(0, firstDone))
        .contains("eu-1 traffic off", "eu-2 traffic off", "eu-3 traffic off");
  }

  @Test
  void doesNotLetAClusterThatCannotBeReachedKeepTheOthersPromoted() {
    bench.fleet().plans(plan(1));
    bench.cluster("us-1").returns("bake 10m at 5 %", fail("errors"));
    bench.cluster("eu-1").fails("traffic off", new IllegalStateException("unreachable"), 200);
    Run run = bench.startFleet();

    FleetOutcome outcome = run.failed();

    assertThat(outcome.clusters().values()).hasSize(4).allMatch(RolledBack.class::isInstance);
    assertThat(bench.trail().lines())
        .containsSubsequence("eu-2 remove canary, release", "eu-1 remove canary, release");
  }

  private static RolloutPlan plan(int parallel) {
    return fleet(
        wave("europe", OPEN, parallel, "eu-1", "eu-2", "eu-3"), wave("rest", OPEN, "us-1"));
  }
}
