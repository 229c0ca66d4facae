package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.approval.Approver;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.fleetcanary.workflow.question.Refusal;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An answer that does not count fails for its sender, and is on record, within bounds. */
@Timeout(120)
class RefusedUpdatesTest {
  private static final Quorum ANN =
      new Quorum(1, Identity.CLAIMED, List.of(new Approver("ann", List.of())), "");

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void putsOnRecordWhatWasSaidToAnotherPlanOrGate() {
    Run run = atTheGate();

    refused(run, "approve", of("first", "0000"), "digest must be this plan's 4be1d0a5, got 0000");
    refused(run, "approve", of("rest", Plans.DIGEST), "gate must be one of first, got rest");
    refused(run, "reject", of("first", "0000"), "digest must be this plan's 4be1d0a5, got 0000");

    assertThat(run.fleet().ignored())
        .containsExactly(
            "approve ignored: digest must be this plan's 4be1d0a5, got 0000",
            "approve ignored: gate must be one of first, got rest",
            "reject ignored: digest must be this plan's 4be1d0a5, got 0000");
    run.update("approve", of("first", Plans.DIGEST));
    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(bench.journal().lines())
        .containsSubsequence(
            "REFUSAL first ann: digest must be this plan's 4be1d0a5, got 0000",
            "REFUSAL rest ann: gate must be one of first, got rest",
            "REFUSAL first ann: digest must be this plan's 4be1d0a5, got 0000",
            "DECISION first ann: first approved by ann (claimed)");
  }

  @Test
  void putsOnRecordWhatComesTooLate() {
    bench.cluster("eu-2").blocks("bake 10m at 5 %");
    Run run = atTheGate();
    run.update("approve", of("first", Plans.DIGEST));
    bench.trail().await("eu-2 bake 10m at 5 %");

    String closed = "first is closed: gate first approved by ann (claimed)";
    refused(run, "reject", of("first", Plans.DIGEST), closed);

    assertThat(run.fleet().ignored()).containsExactly("reject ignored: " + closed);
  }

  @Test
  void putsNothingOnRecordThatLacksSomething() {
    Run run = atTheGate();

    assertThatThrownBy(() -> run.update("approve", "first"))
        .hasStackTraceContaining("digest must be this plan's 4be1d0a5, got nothing; send");

    assertThat(run.fleet().ignored()).isEmpty();
    assertThat(updates(run)).isZero();
  }

  @Test
  void refusesWithoutARecordOnceThereAreMany() {
    Run run = atTheGate();

    for (int i = 1; i <= 50; i++) {
      refused(run, "approve", of("first", "0"), "digest must be this plan's 4be1d0a5, got 0");
    }
    assertThat(run.fleet().ignored())
        .hasSize(20)
        .endsWith(
            "approve ignored: digest must be this plan's 4be1d0a5, got 0;"
                + " 50 refused updates are on record, more are told to their senders only");
    refused(run, "approve", of("first", "1"), "digest must be this plan's 4be1d0a5, got 1");
    assertThatThrownBy(
            () -> run.update("approve", Map.of("gate", "first", "digest", Plans.DIGEST, "by", "x")))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            it -> assertThat(it.getType()).isEqualTo(FleetRollout.NOT_ALLOWED));

    assertThat(run.fleet().ignored().getLast()).contains("got 0;");
    assertThat(updates(run)).isEqualTo(50);
    run.update("approve", of("first", Plans.DIGEST));
    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  void showsNobodyAStackTrace() {
    assertThat(Refusal.because("first is closed", FleetRollout.NOT_TAKEN).getStackTrace())
        .isEmpty();
  }

  private Run atTheGate() {
    Gate gate = new Gate(Duration.ofMinutes(5), List.of("ann"), Duration.ofHours(24), ANN);
    bench.fleet().plans(fleet(wave("first", gate, "eu-1"), wave("rest", OPEN, "eu-2")));
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.BAKING);
    bench.passes(Duration.ofMinutes(6));
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    return run;
  }

  private static Map<String, String> of(String gate, String digest) {
    return Map.of("gate", gate, "digest", digest, "by", "ann");
  }

  private static void refused(Run run, String message, Object decision, String line) {
    assertThatThrownBy(() -> run.update(message, decision))
        .isInstanceOf(WorkflowUpdateException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            it -> {
              assertThat(it.getOriginalMessage()).isEqualTo(line);
              assertThat(it.getType()).isEqualTo(FleetRollout.NOT_TAKEN);
            });
  }

  private long updates(Run run) {
    return bench.history(run).stream()
        .filter(HistoryEvent::hasWorkflowExecutionUpdateAcceptedEventAttributes)
        .count();
  }
}
