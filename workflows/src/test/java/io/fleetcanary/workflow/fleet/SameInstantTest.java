package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterOutcome.Promoted;
import io.fleetcanary.core.status.ClusterOutcome.RolledBack;
import io.fleetcanary.core.status.ClusterOutcome.Untouched;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One person approves a gate while another one aborts, one right behind the other. */
@Timeout(60)
class SameInstantTest {
  private static final Map<String, Object> BY_BOB = Map.of("by", "bob", "reason", "pager");
  private static final String REASON = "aborted by bob: pager";

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  @DisplayName("S78: an abort, and right behind it an approval: nothing new begins")
  void beginsNothingWhenTheAbortIsFirst() {
    Run run = atTheGate();

    run.signal("abort", BY_BOB);
    run.signal("approve", GatesTest.approval("first"));

    assertAborted(run.failed());
    assertThat(run.failed().clusters().get("eu-2")).isInstanceOf(Untouched.class);
    assertThat(bench.trail().of("eu-2")).containsExactly("survey");
    assertThat(run.fleet().ignored())
        .containsExactly("approve ignored: it already goes back: " + REASON);
  }

  @Test
  @DisplayName("S78: an approval, and right behind it an abort: what began comes back too")
  void bringsBackWhatTheApprovalBegan() {
    Run run = atTheGate();

    run.signal("approve", GatesTest.approval("first"));
    run.signal("abort", BY_BOB);

    assertAborted(run.failed());
    assertThat(run.fleet().ignored()).isEmpty();
  }

  private Run atTheGate() {
    bench
        .fleet()
        .plans(
            fleet(
                wave("first", Plans.approval(Duration.ZERO), "eu-1"), wave("rest", OPEN, "eu-2")));
    bench.cluster("eu-2").blocks("claim"); // a call that ends meanwhile can hang that server
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    return run;
  }

  private void assertAborted(FleetOutcome outcome) {
    assertThat(outcome.ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(outcome.reason()).isEqualTo(REASON);
    assertThat(outcome.clusters().get("eu-1")).isInstanceOf(RolledBack.class);
    assertThat(outcome.clusters().get("eu-2")).isNotInstanceOf(Promoted.class);
    assertThat(bench.trail().of("eu-2")).last().isIn("survey", "remove canary, release");
    assertThat(bench.trail().of("eu-2")).doesNotContain("promote");
  }
}
