package io.fleetcanary.workflow.fleet;

import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GatesTest {
  private static final String SEND =
      "; send {\"gate\": \"first\", \"digest\": \"4be1d0a5\", \"by\": \"you\", \"reason\": \"why\"}";

  @RegisterExtension private final Bench bench = new Bench();

  static Map<String, Object> approval(String gate) {
    return answer(gate, "ann");
  }

  static Map<String, Object> answer(String gate, String by) {
    return Map.of("gate", gate, "digest", Plans.DIGEST, "by", by, "reason", "seen the numbers");
  }

  @BeforeEach
  void plan() {
    bench
        .fleet()
        .plans(
            fleet(
                wave("first", Plans.approval(Duration.ofMinutes(5)), "eu-1"),
                wave("rest", OPEN, "eu-2")));
  }

  @Test
  @DisplayName("S26: nothing is made before a gate opens")
  void waitsForAPerson() {
    Run run = atTheGate();

    List<Waiting> waiting = run.fleet().waitingFor();

    assertThat(waiting).extracting(Waiting::gate).containsExactly("first");
    assertThat(waiting.getFirst().why())
        .isEqualTo("wave first has baked, release-managers may approve");
    assertThat(Duration.between(waiting.getFirst().since(), waiting.getFirst().deadline()))
        .isEqualTo(Duration.ofHours(24));
    assertThat(bench.trail().of("eu-2")).containsExactly("survey");
  }

  @Test
  void letsTheNextWaveGoWhenAPersonApproves() {
    Run run = atTheGate();

    assertThat(run.update("approve", approval("first")))
        .isEqualTo("first approved by ann (claimed): seen the numbers");

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  void takesASignalAsWell() {
    Run run = atTheGate();

    run.signal("approve", approval("first"));

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(run.fleet().ignored()).isEmpty();
  }

  @Test
  void keepsAnEarlyApprovalUntilTheGateOpens() {
    Run run = baking();

    assertThat(run.update("approve", approval("first")))
        .isEqualTo("first approved by ann (claimed): seen the numbers, kept until it opens");

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  @Test
  void letsARejectionOutweighAnEarlyApproval() {
    Run run = baking();

    run.update("approve", approval("first"));
    run.update("reject", answer("first", "bob"));

    assertThat(run.failed().reason()).isEqualTo("gate first rejected by bob: seen the numbers");
  }

  @Test
  void goesBackWhenAPersonRejects() {
    Run run = atTheGate();

    run.signal("reject", Map.of("gate", "first", "by", "bob")); // going back needs no digest
    FleetOutcome outcome = run.failed();

    assertThat(outcome.ending()).isEqualTo(FleetPhase.REJECTED);
    assertThat(outcome.reason()).isEqualTo("gate first rejected by bob");
    assertThat(run.failure().getType()).isEqualTo("Rejected");
    assertThat(bench.trail().of("eu-1"))
        .endsWith("traffic off", "turn back", "restore stable", "remove canary, release");
  }

  @Test
  void goesBackWhenNobodyApprovesInTime() {
    Run run = atTheGate();

    bench.passes(Duration.ofHours(25));

    assertThat(run.failed().reason())
        .isEqualTo("nobody approved gate first, which counts as a rejection");
    assertThat(run.failed().ending()).isEqualTo(FleetPhase.REJECTED);
  }

  @Test
  void countsTheSamePersonOnceAndSaysTheSameAgain() {
    Run run = baking();

    run.update("approve", approval("first"));

    assertThat(run.update("approve", approval("first")))
        .isEqualTo("first was already approved by ann (claimed): seen the numbers");
    assertThat(run.update("approve", answer("first", "bob")))
        .isEqualTo("first was already approved by ann (claimed): seen the numbers");
  }

  @Test
  void refusesWhatCannotApplyInOneCleanLine() {
    Run run = baking();

    refused(run, answer("wave-7", "ann"), "gate must be one of first, got wave-7");
    refused(
        run,
        Map.of("gate", "first", "by", "ann", "digest", "0000"),
        "digest must be this plan's 4be1d0a5, got 0000");
    refused(run, approval("hold/eu-1/1"), "gate must be one of first, got hold/eu-1/1");
  }

  @Test
  void saysHowToSendWhatWasLeftOut() {
    Run run = baking();

    refused(run, Map.of("by", "ann"), "gate must be one of first, got nothing" + SEND);
    refused(run, "rest", "gate must be one of first, got rest" + SEND);
    refused(run, 7, "gate must be one of first, got 7" + SEND);
    refused(run, "first", "digest must be this plan's 4be1d0a5, got nothing" + SEND);
    refused(
        run,
        Map.of("gate", "first", "digest", Plans.DIGEST),
        "by must say who approves, got nothing" + SEND);
  }

  @Test
  void readsAnObjectThatCameInQuotes() {
    Run run = baking();

    run.signal("approve", "{\"gate\": \"first\", \"digest\": \"4be1d0a5\", \"by\": \"ann\"}");

    assertThat(run.fleet().ignored()).isEmpty();
    assertThat(run.update("approve", approval("first")))
        .isEqualTo("first was already approved by ann (claimed)");
  }

  @Test
  @DisplayName("S78: refuses answers to a gate that is closed")
  void refusesAnswersToAGateThatIsClosed() {
    bench.cluster("eu-2").blocks("bake 10m at 5 %");
    Run run = atTheGate();
    run.update("approve", approval("first"));
    bench.trail().await("eu-2 bake 10m at 5 %");

    assertThat(run.update("approve", approval("first")))
        .contains("already approved by ann (claimed)");
    refused(
        run,
        answer("first", "bob"),
        "first is closed: gate first approved by ann (claimed): seen the numbers");
  }

  @Test
  void survivesWhateverIsTypedAndListsIt() {
    Run run = baking();

    for (String message : List.of("approve", "reject")) {
      run.signal(message);
      run.signal(message, new Object[] {null});
      run.signal(message, "please go on");
      run.signal(message, 42);
      run.signal(message, List.of("first"));
      run.signal(message, Map.of("gate", Map.of("name", "first")));
      run.signal(message, true);
    }
    run.signal("resume", "nothing to resume");
    run.signal("report", new Object[] {null});
    run.signal("report", "all is well");
    run.signal("report", Map.of("moves", Map.of("status", Map.of("findings", List.of()))));

    assertThat(run.fleet().ignored())
        .hasSize(15)
        .contains(
            "approve ignored: gate must be one of first, got nothing" + SEND,
            "approve ignored: gate must be one of first, got please go on" + SEND,
            "reject ignored: gate must be one of first, got 42",
            "reject ignored: gate must be one of first, got [first]",
            "reject ignored: gate must be one of first, got {name=first}",
            "resume ignored: not paused");
    assertThat(run.fleet().phase()).isEqualTo(FleetPhase.BAKING);
  }

  @Test
  void listsTheTwentyNewestIgnoredMessages() {
    Run run = baking();

    for (int i = 1; i <= 25; i++) {
      run.signal("approve", i);
    }

    assertThat(run.fleet().ignored())
        .hasSize(20)
        .endsWith("approve ignored: gate must be one of first, got 25" + SEND);
  }

  private Run baking() {
    Run run = bench.startFleet();
    bench.passesUntil("eu-1 empty canary");
    run.awaitPhase(FleetPhase.BAKING);
    return run;
  }

  private Run atTheGate() {
    Run run = baking();
    bench.passes(Duration.ofMinutes(6));
    run.awaitPhase(FleetPhase.WAITING_FOR_APPROVAL);
    return run;
  }

  private static void refused(Run run, Object decision, String line) {
    assertThatThrownBy(() -> run.update("approve", decision))
        .isInstanceOf(WorkflowUpdateException.class)
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            refusal -> assertThat(refusal.getOriginalMessage()).isEqualTo(line));
  }
}
