package io.fleetcanary.workflow.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.fleetcanary.workflow.flow.Failures;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster that does not let what goes forward through. */
class OnwardTest {
  private static final ClusterPlan PLAN = Plans.cluster("eu-1", OnInconclusive.HOLD);

  private static final Pattern WAITING =
      Pattern.compile("(.*), since (.*); tried on until (.*), then the cluster goes back");

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  @DisplayName(
      "F7: says within a minute that a cluster is out of reach, since when, and what comes")
  void saysWithinAMinuteThatTheClusterCannotBeReached() {
    bench.cluster("eu-1").fails("claim", away(), 1000);
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 claim");

    bench.passes(Duration.ofMinutes(1));

    ClusterStatus status = run.cluster();
    assertThat(status.phase()).isEqualTo(ClusterPhase.CLAIMING);
    assertWaits(status, "cluster eu-1 cannot be reached: connection refused", 10);
  }

  @Test
  @DisplayName("F7: given up after ten minutes, with what was tried and where to look")
  void givesUpWhenItsPatienceIsUsedUp() {
    bench.cluster("eu-1").fails("claim", away(), 1000);

    ClusterOutcome outcome = bench.startCluster(PLAN).clusterOutcome();

    assertThat(outcome.reason())
        .isEqualTo(
            "cluster eu-1 cannot be reached: connection refused; claim was tried for 10m, look at"
                + " its API server from the worker's host");
    assertThat(bench.trail().of("eu-1"))
        .endsWith("claim", "traffic off", "turn back", "restore stable", "remove canary, release");
  }

  @Test
  void triesForAsLongAsTheSpecSays() {
    bench.cluster("eu-1").fails("shift to 5 %", away(), 1000);
    Run run = bench.startCluster(PLAN.under(PLAN.rules().reachedWithin(Duration.ofHours(2))));
    bench.trail().await("eu-1 shift to 5 %");

    bench.passes(Duration.ofMinutes(110));

    assertThat(run.cluster().phase()).isEqualTo(ClusterPhase.SHIFTING);
    assertWaits(run.cluster(), "cluster eu-1 cannot be reached: connection refused", 120);
    assertThat(run.clusterOutcome().reason()).contains("shift was tried for 2h, ");
  }

  @Test
  void goesOnAndSaysNothingMoreWhenItIsBack() {
    bench.cluster("eu-1").fails("promote", away(), 9);
    Run run = bench.startCluster(PLAN);
    bench.passesUntil("eu-1 empty canary");
    run.awaitClusterPhase(ClusterPhase.PROBATION);

    assertThat(run.cluster().reason()).isEmpty();
    assertThat(bench.trail().of("eu-1")).filteredOn("promote"::equals).hasSize(10);
  }

  @Test
  @DisplayName("S13: a write that is refused is said within a minute, and given up in the end")
  void saysWhatIsRefused() {
    RuntimeException refused = ApplicationFailure.newFailure("right missing (HTTP 403)", "Denied");
    bench.cluster("eu-1").fails("shift to 5 %", refused, 1000);
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 shift to 5 %");

    bench.passes(Duration.ofMinutes(1));

    String why = "shift failed: right missing (HTTP 403), cluster eu-1";
    assertWaits(run.cluster(), why, 10);
    assertThat(run.clusterOutcome().reason()).isEqualTo(why);
  }

  @Test
  void saysNothingOfItsWaitingOnceItGoesBack() {
    bench.cluster("eu-1").fails("claim", away(), 1000);
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 claim");
    bench.passes(Duration.ofMinutes(1));

    run.signal("goBack", Plans.ABORTED);

    assertThat(run.clusterOutcome().reason()).isEqualTo("aborted by ann");
    assertThat(run.cluster().reason()).isEqualTo("aborted by ann");
  }

  @Test
  @DisplayName("S24: tries nothing while it is paused, which uses none of its time up")
  void triesNothingWhileItIsPaused() {
    bench.cluster("eu-1").fails("shift to 5 %", away(), 1000);
    Run run = bench.startCluster(PLAN);
    bench.trail().await("eu-1 shift to 5 %");
    run.signal("hold", true);
    bench.passes(Duration.ofMinutes(2));
    run.awaitClusterPhase(ClusterPhase.PAUSED);
    long tries = shifts();

    bench.passes(Duration.ofHours(2));

    assertThat(shifts()).isEqualTo(tries);
    run.signal("hold", false);
    run.awaitClusterPhase(ClusterPhase.SHIFTING);
    assertThat(run.clusterOutcome().reason()).contains("shift was tried for 10m");
    assertThat(shifts()).isGreaterThan(tries + 4);
  }

  private long shifts() {
    return bench.trail().of("eu-1").stream().filter("shift to 5 %"::equals).count();
  }

  private static ApplicationFailure away() {
    return ApplicationFailure.newFailure("connection refused", Failures.UNREACHABLE);
  }

  private static void assertWaits(ClusterStatus status, String why, int minutes) {
    Matcher said = WAITING.matcher(status.reason());
    assertThat(said.matches()).as(status.reason()).isTrue();
    assertThat(said.group(1)).isEqualTo(why);
    assertThat(Duration.between(Instant.parse(said.group(2)), Instant.parse(said.group(3))))
        .isEqualTo(Duration.ofMinutes(minutes));
  }
}
