package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Run;
import io.fleetcanary.workflow.flow.Failures;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PreparationTest {
  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void refusesASpecWithAllItsProblems() {
    bench.fleet().refuses("waves: must not be empty; add one", "service: must be given; add it");

    Run run = bench.startFleet();

    assertThat(run.failure().getType()).isEqualTo("Refused");
    assertThat(run.failed().reason())
        .isEqualTo("waves: must not be empty; add one\nservice: must be given; add it");
    assertThat(run.failed().clusters()).isEmpty();
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.REFUSED);
  }

  @Test
  void refusesWhatAnySurveySpeaksAgainst() {
    bench.fleet().plans(fleet(wave("all", OPEN, 2, "eu-1", "eu-2")));
    bench.cluster("eu-1").returns("survey", problem("eu-1", "cluster eu-1: no route; add one"));
    bench.cluster("eu-2").fails("survey", new IllegalStateException("api unreachable"), 99);

    Run run = bench.startFleet();

    assertThat(run.failed().ending()).isEqualTo(FleetPhase.REFUSED);
    assertThat(run.failed().reason())
        .isEqualTo("cluster eu-1: no route; add one\nsurvey failed: api unreachable, cluster eu-2");
    assertThat(run.failed().clusters()).containsOnlyKeys("eu-1", "eu-2");
    assertThat(bench.trail().of("eu-2")).containsExactly("survey", "survey", "survey");
    assertThat(bench.trail().lines()).noneMatch(line -> line.endsWith("claim"));
  }

  /** One that has just started says so for some seconds of every kind that it has to read first. */
  @Test
  @DisplayName("F9: an API server asks to be left alone while it is surveyed")
  void looksAgainWhereAnApiServerAsksToBeLeftAlone() {
    bench.fleet().plans(fleet(wave("all", OPEN, 1, "eu-1")));
    bench.cluster("eu-1").fails("survey", busy(), 7);

    Run run = bench.startFleet();

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(bench.trail().of("eu-1").stream().filter("survey"::equals)).hasSize(8);
  }

  @Test
  void refusesWhereAnApiServerWantsToBeLeftAloneForLonger() {
    bench.fleet().plans(fleet(wave("all", OPEN, 1, "eu-1")));
    bench.cluster("eu-1").fails("survey", busy(), 999);

    assertThat(bench.startFleet().failed().reason())
        .isEqualTo("survey failed: leave me alone for 1 s, cluster eu-1");
  }

  private static RuntimeException busy() {
    return ApplicationFailure.newBuilder()
        .setMessage("leave me alone for 1 s")
        .setType(Failures.BUSY)
        .setNextRetryDelay(Duration.ofSeconds(1))
        .build();
  }

  @Test
  void refusesARunUnderAnotherIdAndNamesTheRightOne() {
    Run run = bench.startFleet(bench.options("my-rollout"));

    ApplicationFailure failure = run.failure();

    assertThat(failure.getType()).isEqualTo("Refused");
    assertThat(failure.getOriginalMessage())
        .isEqualTo("workflow id must be rollout/inference/chat, got my-rollout");
    assertThat(bench.trail().lines()).hasSize(1);
  }

  @Test
  void refusesARunWithARetryPolicy() {
    WorkflowOptions options =
        WorkflowOptions.newBuilder(bench.options(Bench.ID))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(3).build())
            .build();

    Run run = bench.startFleet(options);

    assertThat(run.failure().getOriginalMessage())
        .isEqualTo(
            "a rollout must carry no retry policy: it would release a bad version again; start"
                + " rollout/inference/chat without");
    assertThat(bench.trail().lines()).isEmpty();
  }

  @Test
  void refusesARunWithACronSchedule() { // the test server cannot close one
    assertThat(Preparation.secondAttempt(false, "0 * * * *", Bench.ID))
        .hasValue(
            "a rollout must carry no cron schedule: it would release a bad version again; start"
                + " rollout/inference/chat without");
    assertThat(Preparation.secondAttempt(false, "", Bench.ID)).isEmpty();
  }

  @Test
  void passesOnWhatWasTypedUnread() {
    Run run = bench.startFleetWith("- service: chat\n", 7);

    run.promoted();

    assertThat(bench.trail().lines()).contains("resolve \"- service: chat\\n\"");
  }

  @Test
  void readsNoInputAsNothing() {
    bench.fleet().refuses("spec must be given");

    Run run = bench.startFleetWith();

    assertThat(run.failed().reason()).isEqualTo("spec must be given");
    assertThat(bench.trail().lines()).containsExactly("resolve ");
  }

  @Test
  @DisplayName("F36: refuses a spec of unreasonable size")
  void refusesASpecOfUnreasonableSize() {
    Run run = bench.startFleetWith("x".repeat(300 * 1024));

    assertThat(run.failed().reason()).isEqualTo("spec must be at most 256 KiB, got 300 KiB");
    assertThat(bench.trail().lines()).isEmpty();
  }

  private static ClusterSurvey problem(String cluster, String problem) {
    return ClusterSurvey.unseen(cluster, problem);
  }
}
