package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.workflow.Payloads;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.failure.v1.ApplicationFailureInfo;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionCompletedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionFailedEventAttributes;
import io.temporal.api.history.v1.WorkflowExecutionTerminatedEventAttributes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(600)
class ListTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  private FakeFrontend frontend;

  @BeforeEach
  void open() throws IOException {
    frontend = new FakeFrontend();
  }

  @AfterEach
  void close() {
    frontend.close();
  }

  @ParameterizedTest
  @CsvSource({"human, list.txt", "table, list.txt", "json, list.json", "yaml, list.yaml"})
  void showsWhatRunsAndHowOthersEnded(String format, String golden) {
    several();

    Typed typed = CommandLineFixture.typeAt(frontend.address(), "list", "-o", format);

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden(golden, typed.out()), ""));
  }

  @Test
  void showsOnlyThoseThatWaitForAPerson() {
    several();

    Typed typed = CommandLineFixture.typeAt(frontend.address(), "list", "--needs-approval");

    assertThat(typed.out().lines()).hasSize(2).anyMatch(line -> line.startsWith("inference/chat "));
  }

  @Test
  void saysThatThereIsNone() {
    Typed typed = CommandLineFixture.typeAt(frontend.address(), "list");

    assertThat(typed).isEqualTo(new Typed(0, "", "no rollouts\n"));
  }

  @Test
  void saysThatAServerForTestsCannotList() {
    Typed typed = TEMPORAL.type("list");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.UNEXPECTED.code(),
                "",
                """
                temporal at <host>, namespace default cannot list rollouts: it is a server for tests
                  name the one you mean: fleetcanary status <namespace>/<service>
                """));
  }

  private void several() {
    frontend.runs(
        "rollout/inference/chat", Samples.NOW.minus(Duration.ofMinutes(12)), Samples.status());
    frontend.runs(
        "rollout/inference/draw",
        Samples.NOW.minus(Duration.ofMinutes(3)),
        Samples.status(FleetPhase.PAUSED, "paused by ann: lunch", List.of()));
    frontend.silent("rollout/edge/embed", Samples.NOW.minus(Duration.ofHours(26)));
    frontend.closed(
        "rollout/inference/rank",
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
        promoted());
    frontend.closed(
        "rollout/inference/talk",
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED,
        rolledBack());
    frontend.closed(
        "rollout/inference/sing",
        WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED,
        HistoryEvent.newBuilder()
            .setWorkflowExecutionTerminatedEventAttributes(
                WorkflowExecutionTerminatedEventAttributes.getDefaultInstance())
            .build());
  }

  private static HistoryEvent promoted() {
    FleetOutcome outcome =
        new FleetOutcome(
            "rank-1", FleetPhase.PROMOTED, "2026.11.2 serves in 3 of 3 clusters", new TreeMap<>());
    return HistoryEvent.newBuilder()
        .setWorkflowExecutionCompletedEventAttributes(
            WorkflowExecutionCompletedEventAttributes.newBuilder()
                .setResult(Payloads.converter().toPayloads(outcome).orElseThrow()))
        .build();
  }

  private static HistoryEvent rolledBack() {
    return HistoryEvent.newBuilder()
        .setWorkflowExecutionFailedEventAttributes(
            WorkflowExecutionFailedEventAttributes.newBuilder()
                .setFailure(
                    Failure.newBuilder()
                        .setMessage("errors 21.3 % > limit 2 %, cluster eu-2")
                        .setApplicationFailureInfo(
                            ApplicationFailureInfo.newBuilder().setType("RolledBack"))))
        .build();
  }
}
