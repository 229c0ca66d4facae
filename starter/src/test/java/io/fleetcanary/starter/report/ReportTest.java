package io.fleetcanary.starter.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.report.Decision;
import io.fleetcanary.report.Move;
import io.fleetcanary.report.Tale;
import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.workflow.ClusterRollout.Report.Moves;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a history tells, and the command; how it looks is in {@link ReportFormatsTest}. */
@Timeout(600)
class ReportTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @BeforeEach
  void start() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
  }

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void tellsWhoDecidedWhatAndWhy() {
    TEMPORAL.type("pause", "inference/chat", "--reason", "lunch");
    TEMPORAL
        .client()
        .newUntypedWorkflowStub("rollout/inference/chat")
        .signal("abort", Map.of("by", "bob", "reason", "pager"));

    Tale tale = tale();

    assertThat(tale.decisions())
        .extracting(Decision::what, Decision::by, Decision::reason, Decision::answer)
        .containsExactly(
            tuple("pause", "ann", "lunch", "paused by ann: lunch"),
            tuple("abort", "bob", "pager", ""));
    assertThat(tale.decisions()).allSatisfy(it -> assertThat(it.identity()).isNotEmpty());
    assertThat(tale.startedBy()).matches("ann \\(.+@.+\\)");
    assertThat(tale.runId()).isNotEmpty();
  }

  @Test
  void tellsWhatClustersDid() {
    ClusterStatus baking =
        new ClusterStatus(
            "eu-1",
            ClusterPhase.BAKING,
            new TrafficWeight(25),
            ShareSeen.NONE,
            List.of(),
            "",
            Samples.NOW);
    TEMPORAL
        .client()
        .newUntypedWorkflowStub("rollout/inference/chat")
        .signal("report", new Moves(baking));

    assertThat(tale().moves())
        .singleElement()
        .returns("eu-1", Move::cluster)
        .returns(25, Move::weight)
        .returns(ClusterPhase.BAKING, Move::phase);
    assertThat(tale().decisions()).isEmpty();
  }

  @Test
  void isPrintedInEveryFormat() {
    assertThat(report("md").out()).startsWith("### chat 2026.11.3: waiting for approval\n");
    assertThat(report("html").out()).startsWith("<!DOCTYPE html>\n").endsWith("</html>\n");
    assertThat(report("json").out()).contains("\"kind\" : \"Report\"", "\"series\" : [ ]");
    assertThat(report("yaml").out()).contains("kind: Report\n");
    assertThat(report("junit").out()).startsWith("<?xml version=");
  }

  @Test
  void canBeOfOneAttempt() {
    String run = tale().runId();

    Typed typed = TEMPORAL.type("report", "inference/chat", "--run", run, "-o", "json");

    assertThat(typed.code()).as(typed.err()).isZero();
    assertThat(typed.out()).contains("\"runId\" : \"<run>\"");
  }

  @Test
  void saysThatThereIsNoSuchRollout() {
    Typed typed = TEMPORAL.type("report", "inference/nobody");

    assertThat(typed.code()).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(typed.out()).isEmpty();
  }

  private static Typed report(String format) {
    Typed typed = TEMPORAL.type("report", "inference/chat", "-o", format);
    assertThat(typed.code()).as(typed.err()).isZero();
    return typed;
  }

  private static Tale tale() {
    try (Rollouts rollouts = TEMPORAL.rollouts()) {
      return Reading.of(rollouts.histories().all("rollout/inference/chat", ""));
    }
  }
}
