package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Reports;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.api.enums.v1.EventType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What clusters prove together, and how far it reaches. */
class PooledTest {
  private static final String BAKE = "bake 10m at 5 %";
  private static final List<String> FOUR = List.of("eu-1", "eu-2", "us-1", "us-2");
  private static final int ALITTLE = 11;

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void goesBackEverywhereOnWhatNoClusterProvesAlone() {
    bench.fleet().plans(fleet(wave("all", OPEN, 4, "eu-1", "eu-2", "us-1", "us-2")));
    Run run = baking(FOUR);

    FOUR.forEach(cluster -> bench.tellsPool(Reports.of(cluster, ALITTLE, Ending.GOES_ON)));

    FleetOutcome outcome = run.failed();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.ROLLED_BACK);
    assertThat(outcome.reason())
        .isEqualTo("errors 1.8 % > 1.10 x stable's 0.5 %, n = 2400 in 4 clusters together");
    assertThat(outcome.clusters().values()).allMatch(RolledBack.class::isInstance);
  }

  @Test
  void reachesTheWholeFleetWhateverTheScope() {
    bench
        .fleet()
        .plans(
            fleet(
                new FailurePolicy(Scope.CLUSTER, 9),
                wave("first", OPEN, "ap-1"),
                wave("rest", OPEN, 4, "eu-1", "eu-2", "us-1", "us-2")));
    Run run = baking(FOUR);

    FOUR.forEach(cluster -> bench.tellsPool(Reports.of(cluster, ALITTLE, Ending.GOES_ON)));

    assertThat(run.failed().clusters().get("ap-1")).isInstanceOf(RolledBack.class);
    assertThat(bench.trail().of("ap-1")).contains("restore stable");
  }

  @Test
  void bringsBackOneBadClusterAndGoesOnWithTheOthers() {
    bench
        .fleet()
        .plans(
            fleet(
                new FailurePolicy(Scope.CLUSTER, 1),
                wave("all", OPEN, 4, "eu-1", "eu-2", "us-1", "us-2")));
    Map<String, Runnable> goOn = new LinkedHashMap<>();
    FOUR.forEach(cluster -> goOn.put(cluster, bench.cluster(cluster).blocks(BAKE)));
    Run run = bench.startFleet();
    FOUR.forEach(cluster -> bench.trail().await(cluster + " " + BAKE));

    for (String cluster : FOUR) {
      int bad = cluster.equals("us-1") ? 40 : 3;
      bench.tellsPool(Reports.of(cluster, bad, Ending.GOES_ON));
    }
    bench.trail().await("us-1 restore stable");
    goOn.remove("us-1");
    goOn.values().forEach(Runnable::run);

    FleetOutcome outcome = run.failed();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.PARTLY_PROMOTED);
    assertThat(outcome.clusters().get("us-1"))
        .extracting(ClusterOutcome::reason, STRING)
        .startsWith("errors 6.7 % > 1.10 x stable's 0.5 %, n = 600, unlike the other 2 clusters")
        .endsWith("cluster us-1");
    assertThat(outcome.clusters().get("us-2")).isInstanceOf(Promoted.class);
  }

  @Test
  void carriesEvidenceFromWaveToWave() {
    bench
        .fleet()
        .plans(
            fleet(wave("first", OPEN, 2, "eu-1", "eu-2"), wave("second", OPEN, 2, "us-1", "us-2")));
    Runnable first = bench.cluster("eu-1").blocks(BAKE);
    Runnable second = bench.cluster("eu-2").blocks(BAKE);
    bench.cluster("us-1").blocks(BAKE);
    bench.cluster("us-2").blocks(BAKE);
    Run run = bench.startFleet();
    List.of("eu-1", "eu-2").forEach(cluster -> bench.trail().await(cluster + " " + BAKE));
    bench.tellsPool(Reports.of("eu-1", ALITTLE, Ending.PASSED));
    bench.tellsPool(Reports.of("eu-2", ALITTLE, Ending.PASSED));
    first.run();
    second.run();
    bench.passesUntil("us-1 " + BAKE);
    bench.passesUntil("us-2 " + BAKE);

    bench.tellsPool(Reports.of("us-1", ALITTLE, Ending.GOES_ON));
    bench.tellsPool(Reports.of("us-2", ALITTLE, Ending.GOES_ON));

    assertThat(run.failed().reason()).endsWith("n = 2400 in 4 clusters together");
    assertThat(bench.trail().of("eu-1")).contains("restore stable");
  }

  @Test
  void opensNoPoolForOneCluster() {
    Run run = bench.startFleet();

    run.promoted();

    assertThat(bench.history(run))
        .filteredOn(
            event ->
                event.getEventType()
                    == EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED)
        .hasSize(1);
  }

  @Test
  void closesItsPoolWhenItCloses() {
    bench.fleet().plans(fleet(wave("all", OPEN, 2, "eu-1", "eu-2")));

    bench.startFleet().promoted();

    bench.awaitPoolClosed();
  }

  private Run baking(List<String> clusters) {
    clusters.forEach(cluster -> bench.cluster(cluster).blocks(BAKE));
    Run run = bench.startFleet();
    clusters.forEach(cluster -> bench.passesUntil(cluster + " " + BAKE));
    return run;
  }
}
