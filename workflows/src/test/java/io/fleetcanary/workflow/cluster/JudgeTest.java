package io.fleetcanary.workflow.cluster;

import static io.fleetcanary.workflow.bench.FakeCluster.inconclusive;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.FakeCluster;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JudgeTest {
  private static final ClusterPlan PLAN = Plans.cluster("eu-1", OnInconclusive.HOLD);

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void looksOnceMoreFromTheSameBeginWhenEvidenceDoesNotSuffice() {
    bench.cluster("eu-1").returns("bake 10m at 5 %", inconclusive("87 of 200 requests"));
    bench.startCluster(PLAN);

    bench.passesUntil("eu-1 empty canary");

    assertThat(bench.trail().of("eu-1"))
        .containsSubsequence(
            "bake 10m at 5 %: INCONCLUSIVE", "bake 10m at 5 %", "pods for 50 %", "promote");
    assertThat(bench.cluster("eu-1").begins().get(1))
        .isEqualTo(bench.cluster("eu-1").begins().get(0));
    assertThat(bench.cluster("eu-1").begins().get(2))
        .isAfter(bench.cluster("eu-1").begins().get(0));
  }

  @Test
  void addsNothingToItsHistoryWhileItBakesForADay() {
    Runnable over = bench.cluster("eu-1").blocks("bake 1440m at 5 %");
    Run run = bench.startCluster(bakingForADay());
    bench.trail().await("eu-1 bake 1440m at 5 %");
    bench.passes(Duration.ofMinutes(10));
    int before = bench.history(run).size();

    bench.passes(Duration.ofHours(23));

    assertThat(bench.history(run)).hasSize(before);
    over.run();
  }

  private static ClusterPlan bakingForADay() {
    TrafficWeight few = new TrafficWeight(5);
    return new ClusterPlan(
        PLAN.rolloutId(),
        PLAN.service(),
        PLAN.namespace(),
        PLAN.cluster(),
        PLAN.revision(),
        PLAN.rules(),
        List.of(
            new Step.SetScale(few), new Step.SetWeight(few), new Step.Watch(Duration.ofHours(24))));
  }

  @Test
  void goesPastAHoldOnAPersonsWordAndPutsItOnRecord() {
    Run run = holding();

    run.signal("answer", new HoldAnswer("hold/eu-1/1", true, "hold/eu-1/1 approved by ann"));
    bench.passesUntil("eu-1 empty canary");
    run.signal("keep");

    assertThat(run.clusterOutcome())
        .isEqualTo(new Promoted("2026.11.3 serves in eu-1; hold/eu-1/1 approved by ann"));
  }

  @Test
  void goesBackWhenAPersonRejects() {
    Run run = holding();

    run.signal("answer", new HoldAnswer("hold/eu-1/1", false, "hold/eu-1/1 rejected by bob"));

    assertThat(run.clusterOutcome())
        .isEqualTo(new RolledBack(FailureClass.PERSON, "hold/eu-1/1 rejected by bob"));
  }

  @Test
  @DisplayName("S58: goes back when nobody answers within a day")
  void goesBackWhenNobodyAnswersWithinADay() {
    Run run = holding();
    bench.passes(Duration.ofHours(23));
    assertThat(run.cluster().phase()).isEqualTo(ClusterPhase.HOLDING);

    bench.passes(Duration.ofHours(1));

    assertThat(run.clusterOutcome().reason())
        .isEqualTo(
            "hold/eu-1/1 was not approved in time, which counts as a rejection;"
                + " 87 of 200 requests");
  }

  @Test
  void ignoresAnswersToAnotherHoldOrToNone() {
    Run run = holding();

    run.signal("answer", new HoldAnswer("hold/eu-1/2", true, "too early"));
    run.signal("answer", new HoldAnswer("hold/eu-2/1", true, "not mine"));
    run.signal("answer", new Object[] {null});

    assertThat(run.cluster().phase()).isEqualTo(ClusterPhase.HOLDING);
    assertThat(run.cluster().reason()).isEqualTo("87 of 200 requests");
  }

  @Test
  @DisplayName("S58: goes back when the canary turns bad during a hold")
  void goesBackWhenTheCanaryTurnsBadDuringAHold() {
    Run run = holding();

    bench.cluster("eu-1").alarm(FakeCluster.fail("crash loop"));

    assertThat(run.clusterOutcome()).isEqualTo(new RolledBack(FailureClass.EVIDENCE, "crash loop"));
  }

  @Test
  void goesBackAtOnceWhenTheSpecSaysSo() {
    bench.cluster("eu-1").returns("bake 10m at 5 %", inconclusive("87 of 200 requests"));
    Run run = bench.startCluster(Plans.cluster("eu-1", OnInconclusive.ROLL_BACK));

    ClusterOutcome outcome = run.clusterOutcome();

    assertThat(outcome).isEqualTo(new RolledBack(FailureClass.EVIDENCE, "87 of 200 requests"));
    assertThat(bench.trail().of("eu-1"))
        .containsSubsequence("bake 10m at 5 %: INCONCLUSIVE", "traffic off");
  }

  @Test
  @DisplayName("F41: asks a person where stable itself is down, whatever the spec says")
  void asksAPersonWhereStableItselfIsDown() {
    bench.cluster("eu-1").returns("bake 10m at 5 %", FakeCluster.stableDown("stable is down"));
    Run run = bench.startCluster(Plans.cluster("eu-1", OnInconclusive.ROLL_BACK));

    bench.trail().await("eu-1 guard at 5 %");

    assertThat(run.cluster().phase()).isEqualTo(ClusterPhase.HOLDING);
    assertThat(run.cluster().reason()).isEqualTo("stable is down");
    assertThat(bench.trail().of("eu-1")).doesNotContain("traffic off");
  }

  @Test
  void asksAboutPromotionToo() {
    bench
        .cluster("eu-1")
        .returns(
            "watch promotion", inconclusive("prometheus silent"), inconclusive("still silent"));
    Run run = bench.startCluster(PLAN);

    bench.trail().await("eu-1 guard at 50 %");

    assertThat(run.cluster().phase()).isEqualTo(ClusterPhase.HOLDING);
    assertThat(run.cluster().reason()).isEqualTo("still silent");
  }

  private Run holding() {
    bench
        .cluster("eu-1")
        .returns(
            "bake 10m at 5 %",
            inconclusive("12 of 200 requests"), inconclusive("87 of 200 requests"));
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 guard at 5 %");
    return run;
  }
}
