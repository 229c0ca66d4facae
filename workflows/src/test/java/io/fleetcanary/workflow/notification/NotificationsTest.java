package io.fleetcanary.workflow.notification;

import static io.fleetcanary.workflow.bench.FakeCluster.fail;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.fleetcanary.workflow.notification.Notification.Kind;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(120)
class NotificationsTest {
  @RegisterExtension private final Bench bench = new Bench();

  @BeforeEach
  void somebodyIsToBeTold() {
    bench.people().are("chat", "oncall");
  }

  @Test
  void tellsEveryTransitionInOrderAndItsEndOnce() {
    Run run = bench.startGated();
    run.update("approve", Bench.APPROVAL);
    run.promoted();
    awaitEnd("chat");

    assertThat(bench.people().lines("chat"))
        .containsExactly(
            "started: 2026.11.3 begins, waves: 1, clusters: 1",
            "wave.started first: wave first begins, clusters: 1",
            "approval.requested first: wave first has baked, release-managers may approve",
            "approval.decided first: first approved by ann (claimed): fine",
            "promoted: " + run.fleet().reason());
    assertThat(bench.people().lines("oncall")).isEqualTo(bench.people().lines("chat"));
    assertThat(bench.people().told("chat"))
        .extracting(Notification::number)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 5).boxed().toList());
  }

  @Test
  void tellsWhatIsAskedUntilWhenAndOfWhichPlan() {
    Run run = bench.startGated();
    run.await(() -> bench.people().told("chat").size() == 3, "a question");

    Notification question = bench.people().told("chat").getLast();

    assertThat(question.question()).isEqualTo(run.fleet().waitingFor().getFirst());
    assertThat(question.rollout().digest()).isEqualTo(Plans.DIGEST);
    assertThat(question.rollout().workflowId()).isEqualTo(Bench.ID);
  }

  @Test
  void tellsWhyItGoesBackAndThenHowItEnded() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1")));
    bench.cluster("eu-1").returns("bake 20m at 50 %", fail("errors 21 % > 2 %, cluster eu-1"));

    String reason = bench.startFleet().failed().reason();
    awaitEnd("chat");

    assertThat(reason).isEqualTo("errors 21 % > 2 %, cluster eu-1");
    assertThat(bench.people().lines("chat"))
        .contains("returning: " + reason)
        .endsWith("rolledback: " + reason);
    assertThat(ends("chat")).isEqualTo(1);
  }

  @Test
  @DisplayName("S20: aborted while paused, released again, promoted, told in this order")
  void tellsOfAnAbortAndOfTheNextReleaseInOrder() {
    Run run = bench.startGated();
    run.update("pause", Map.of("by", "ann", "reason", "lunch"));
    run.update("abort", Map.of("by", "ann", "reason", "pager"));
    run.failed();
    awaitEnd("chat");
    bench.trail().clear();
    Run again = bench.startGated();
    again.update("approve", Bench.APPROVAL);
    again.promoted();
    bench.notifyRun().await(() -> ends("chat") == 2, "the last notification");

    assertThat(bench.people().lines("chat"))
        .containsExactly(
            "started: 2026.11.3 begins, waves: 1, clusters: 1",
            "wave.started first: wave first begins, clusters: 1",
            "approval.requested first: wave first has baked, release-managers may approve",
            "paused: paused by ann: lunch; watching goes on",
            "returning: aborted by ann: pager",
            "aborted: aborted by ann: pager",
            "started: 2026.11.3 begins, waves: 1, clusters: 1",
            "wave.started first: wave first begins, clusters: 1",
            "approval.requested first: wave first has baked, release-managers may approve",
            "approval.decided first: first approved by ann (claimed): fine",
            "promoted: " + again.fleet().reason());
  }

  @Test
  void tellsOfARefusalAlone() {
    bench.fleet().refuses("service: must be a DNS label, got Chat; write chat");

    bench.startFleet().failed();
    awaitEnd("chat");

    assertThat(bench.people().lines("chat"))
        .containsExactly("refused: service: must be a DNS label, got Chat; write chat");
  }

  @Test
  @DisplayName("F44: nobody waits for who takes no notifications")
  void waitsForNobodyWhoIsAway() {
    bench.people().isAway("oncall");
    Run run = bench.startGated();
    run.update("approve", Bench.APPROVAL);

    assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);
    awaitEnd("chat");
    assertThat(bench.people().told("oncall")).isEmpty();
  }

  /** What Temporal does to it when the rollout's run is terminated; this server does not. */
  @Test
  void tellsOfARunThatWasTerminated() {
    bench.startGated().await(() -> bench.people().told("chat").size() == 3, "a question");
    bench.notifyRun().stub().cancel();
    awaitEnd("chat");

    assertThat(bench.people().told("chat").getLast())
        .satisfies(
            last -> {
              assertThat(last.kind()).isEqualTo(Kind.TERMINATED);
              assertThat(last.sentence()).isEqualTo(NotifyWorkflow.TERMINATED);
              assertThat(last.number()).isEqualTo(4);
            });
  }

  @Test
  void startsNothingWhereNobodyIsToBeTold() {
    bench.people().nobody();
    Run run = bench.startGated();
    run.update("approve", Bench.APPROVAL);
    run.promoted();

    assertThat(bench.history(run))
        .noneMatch(
            event ->
                event.hasStartChildWorkflowExecutionInitiatedEventAttributes()
                    && event
                        .getStartChildWorkflowExecutionInitiatedEventAttributes()
                        .getWorkflowType()
                        .getName()
                        .equals("Notify"));
  }

  @Test
  void tellsOnceThatAClusterIsStuck() {
    bench.fleet().plans(fleet(wave("first", OPEN, "eu-1")));
    bench.cluster("eu-1").returns("bake 20m at 50 %", fail("errors 21 % > 2 %, cluster eu-1"));
    bench.cluster("eu-1").fails("traffic off", new IllegalStateException("api unreachable"), 70);

    bench.startFleet().failed();
    awaitEnd("chat");

    assertThat(bench.people().lines("chat"))
        .filteredOn(line -> line.startsWith("cluster.stuck eu-1"))
        .hasSize(1);
  }

  private void awaitEnd(String target) {
    bench.notifyRun().await(() -> ends(target) > 0, "the last notification");
  }

  private long ends(String target) {
    return bench.people().told(target).stream().filter(it -> it.kind().last()).count();
  }
}
