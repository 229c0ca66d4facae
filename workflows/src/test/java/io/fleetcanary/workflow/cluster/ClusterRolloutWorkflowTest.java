package io.fleetcanary.workflow.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.ClusterOutcome.Untouched;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.FakeCluster;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterRolloutWorkflowTest {
  private static final ClusterPlan PLAN = Plans.cluster("eu-1", OnInconclusive.HOLD);

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void readsLikeTheRunbookWhenEverythingPasses() {
    Run run = bench.startCluster(PLAN);
    bench.passesUntil("eu-1 empty canary");
    run.signal("keep");

    ClusterOutcome outcome = run.clusterOutcome();

    assertThat(outcome).isEqualTo(new Promoted("2026.11.3 serves in eu-1"));
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
            "guard at 0 %",
            "empty canary",
            "keep");
  }

  @Test
  void goesBackTrafficFirstWhenTheCanaryIsBad() {
    bench.cluster("eu-1").returns("bake 20m at 50 %", FakeCluster.fail("errors 21 % > 2 %"));

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome).isEqualTo(new RolledBack(FailureClass.EVIDENCE, "errors 21 % > 2 %"));
    assertThat(bench.trail().of("eu-1"))
        .endsWith(
            "bake 20m at 50 %",
            "bake 20m at 50 %: FAIL",
            "traffic off",
            "turn back",
            "restore stable",
            "remove canary, release");
  }

  @Test
  void leavesAClusterAloneThatCouldNotBeClaimed() {
    bench
        .cluster("eu-1")
        .returns("claim", new Progress.Stopped(FailureClass.LOCAL, "claimed by chat-x", false));

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome).isEqualTo(new Untouched(FailureClass.LOCAL, "claimed by chat-x"));
    assertThat(bench.trail().of("eu-1")).containsExactly("claim");
  }

  @Test
  void goesBackWithoutDrainingWhenNoRequestEverReachedTheCanary() {
    bench.cluster("eu-1").returns("pods for 5 %", FakeCluster.stopped("no GPU"));
    Run run = bench.startCluster(PLAN);

    bench.trail().await("eu-1 remove canary, release"); // time stands still: nothing may wait

    assertThat(run.clusterOutcome()).isEqualTo(new RolledBack(FailureClass.LOCAL, "no GPU"));
  }

  @Test
  void goesBackWhenTheWriteIsFenced() {
    bench.cluster("eu-1").returns("shift to 50 %", FakeCluster.stopped("fenced: foreign change"));

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome).isEqualTo(new RolledBack(FailureClass.LOCAL, "fenced: foreign change"));
    assertThat(bench.trail().of("eu-1"))
        .endsWith(
            "shift to 50 %",
            "traffic off", "turn back", "restore stable", "remove canary, release");
  }

  @Test
  void goesBackWhenACallForwardFailsForGood() {
    bench
        .cluster("eu-1")
        .fails("promote", ApplicationFailure.newNonRetryableFailure("no rights", "Denied"), 1);

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome)
        .isEqualTo(new RolledBack(FailureClass.LOCAL, "promote failed: no rights, cluster eu-1"));
  }

  @Test
  void givesUpACallForwardThatKeepsFailing() {
    bench.cluster("eu-1").fails("pods for 5 %", new IllegalStateException("api unreachable"), 1000);

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome.reason()).isEqualTo("scaleCanary failed: api unreachable, cluster eu-1");
    assertThat(bench.trail().of("eu-1")).endsWith("restore stable", "remove canary, release");
  }

  @Test
  void goesBackWhenStableDoesNotRollInTime() {
    bench.cluster("eu-1").returns("watch promotion", FakeCluster.fail("not ready within 45 min"));

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome).isEqualTo(new RolledBack(FailureClass.EVIDENCE, "not ready within 45 min"));
    assertThat(bench.trail().of("eu-1"))
        .endsWith(
            "watch promotion: FAIL",
            "traffic off",
            "turn back",
            "restore stable",
            "remove canary, release");
  }

  @Test
  void goesBackFromProbation() {
    Run run = bench.startCluster(PLAN);
    bench.passesUntil("eu-1 empty canary");
    bench.cluster("eu-1").alarm(FakeCluster.fail("out of memory"));

    ClusterOutcome outcome = run.clusterOutcome();

    assertThat(outcome).isEqualTo(new RolledBack(FailureClass.EVIDENCE, "out of memory"));
    assertThat(bench.trail().of("eu-1"))
        .endsWith(
            "guard at 0 %: FAIL",
            "traffic off", "turn back", "restore stable", "remove canary, release");
  }

  @Test
  void guardsTheCanaryWhileMorePodsTakeTheirTime() {
    bench.cluster("eu-1").blocks("pods for 50 %");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 pods for 50 %");
    bench.passes(Duration.ofSeconds(11));
    bench.trail().await("eu-1 guard at 5 %");
    bench.cluster("eu-1").alarm(FakeCluster.fail("slow"));

    ClusterOutcome outcome = run.clusterOutcome();

    assertThat(outcome).isEqualTo(new RolledBack(FailureClass.EVIDENCE, "slow"));
  }

  @Test
  void guardsTheCanaryWhileItsFirstShiftIsVerified() {
    Runnable letGo = bench.cluster("eu-1").blocks("shift to 5 %");
    bench.startCluster(PLAN);
    bench.trail().await("eu-1 shift to 5 %");

    bench.passes(Duration.ofSeconds(11));
    bench.trail().await("eu-1 guard at 5 %");
    letGo.run();

    bench.trail().await("eu-1 bake 10m at 5 %");
    assertThat(bench.trail().of("eu-1")).filteredOn("guard at 5 %"::equals).hasSize(1);
  }

  @Test
  @DisplayName("S84: a model that takes 44 of its 45 minutes to load is waited for")
  void waitsForAModelThatTakesAsLongAsItMay() {
    Runnable letGo = bench.cluster("eu-1").blocks("pods for 5 %");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 pods for 5 %");

    bench.passes(Duration.ofMinutes(44));
    run.awaitClusterPhase(ClusterPhase.STARTING);
    letGo.run();

    bench.trail().await("eu-1 bake 10m at 5 %");
    assertThat(bench.trail().of("eu-1")).containsOnlyOnce("pods for 5 %");
  }

  @Test
  void neverStartsWhenItWasToldToGoBackBefore() {
    Run run = bench.startClusterWith(PLAN, "goBack", Plans.ABORTED);

    ClusterOutcome outcome = run.clusterOutcome();

    assertThat(outcome).isEqualTo(new Untouched(FailureClass.PERSON, "aborted by ann"));
    assertThat(bench.trail().lines()).isEmpty();
  }

  @Test
  void keepsComeWhatMay() {
    bench
        .cluster("eu-1")
        .fails("keep", new IllegalStateException("api unreachable"), 70)
        .fails("keep", ApplicationFailure.newNonRetryableFailure("hopeless", "Hopeless"), 2);
    Run run = bench.startCluster(PLAN);
    bench.passesUntil("eu-1 empty canary");
    run.signal("keep");
    bench.trail().await("eu-1 keep");
    run.signal("goBack", Plans.ABORTED);

    ClusterOutcome outcome = run.clusterOutcome();

    assertThat(outcome).isInstanceOf(Promoted.class);
    assertThat(bench.trail().of("eu-1")).filteredOn("keep"::equals).hasSize(73);
  }

  @Test
  void saysWhatKeepingHasLeftToSomebodyElse() {
    String theirs = "minReplicas was changed by somebody else to 3 and stays";
    bench.cluster("eu-1").returns("keep", new Progress.Done(theirs));
    Run run = bench.startCluster(PLAN);
    bench.passesUntil("eu-1 empty canary");
    run.signal("keep");

    ClusterOutcome outcome = run.clusterOutcome();

    assertThat(outcome).isInstanceOf(Promoted.class);
    assertThat(outcome.reason()).endsWith("; " + theirs);
  }

  @Test
  void goesBackWhenKeepingSaysThatItHasNotBegun() {
    bench.cluster("eu-1").returns("keep", FakeCluster.stopped("fenced: braked"));
    Run run = bench.startCluster(PLAN);
    bench.passesUntil("eu-1 empty canary");
    run.signal("keep");

    ClusterOutcome outcome = run.clusterOutcome();

    assertThat(outcome).isEqualTo(new RolledBack(FailureClass.LOCAL, "fenced: braked"));
  }

  @Test
  void tellsWhereItStands() {
    bench.cluster("eu-1").blocks("bake 20m at 50 %");
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 bake 20m at 50 %");

    run.awaitClusterPhase(ClusterPhase.BAKING);

    assertThat(run.cluster().set()).isEqualTo(new TrafficWeight(50));
    assertThat(run.cluster().seen()).hasToString("5.0 %");
    assertThat(run.cluster().findings()).extracting("metric").containsExactly("errors");
  }
}
