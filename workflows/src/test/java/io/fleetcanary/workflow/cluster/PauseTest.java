package io.fleetcanary.workflow.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.FakeCluster;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PauseTest {
  private static final ClusterPlan PLAN = Plans.cluster("eu-1", OnInconclusive.HOLD);

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  @DisplayName("S24, S57: stops the clock of a bake but not the watching")
  void stopsTheClockOfABakeButNotTheWatching() {
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 bake 10m at 5 %");
    bench.passes(Duration.ofMinutes(3));

    run.signal("hold", true);
    bench.trail().await("eu-1 guard at 5 %");
    bench.passes(Duration.ofHours(5));
    run.signal("hold", false);
    bench.trail().await("eu-1 bake 7m at 5 %");

    assertThat(bench.cluster("eu-1").begins().get(1))
        .isEqualTo(bench.cluster("eu-1").begins().get(0));
  }

  @Test
  void holdsBeforeTheNextChange() {
    Runnable letGo = bench.cluster("eu-1").blocks("pods for 5 %");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 pods for 5 %");

    run.signal("hold", true);
    letGo.run();
    run.awaitClusterPhase(ClusterPhase.PAUSED);

    assertThat(bench.trail().of("eu-1")).containsExactly("claim", "pods for 5 %");
    run.signal("hold", false);
    bench.trail().await("eu-1 shift to 5 %");
  }

  @Test
  void watchesTheNewRevisionServeAloneWhilePausedBeforeProbation() {
    Runnable letGo = bench.cluster("eu-1").blocks("shift to 0 %");
    Run run = bench.startCluster(PLAN);
    bench.passesUntil("eu-1 shift to 0 %");
    run.signal("hold", true);
    letGo.run();
    bench.passes(Duration.ofHours(5));
    run.awaitClusterPhase(ClusterPhase.PAUSED);

    bench.cluster("eu-1").alarm(FakeCluster.fail("slow"));

    assertThat(run.clusterOutcome()).isEqualTo(new RolledBack(FailureClass.EVIDENCE, "slow"));
  }

  @Test
  void goesBackWhileItIsPaused() {
    bench.cluster("eu-1").blocks("bake 10m at 5 %");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 bake 10m at 5 %");
    run.signal("hold", true);
    bench.trail().await("eu-1 guard at 5 %");

    bench.cluster("eu-1").alarm(FakeCluster.fail("slow"));

    assertThat(run.clusterOutcome()).isEqualTo(new RolledBack(FailureClass.EVIDENCE, "slow"));
  }
}
