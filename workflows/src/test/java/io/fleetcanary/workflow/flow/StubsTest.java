package io.fleetcanary.workflow.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.common.WorkflowExecutionHistory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StubsTest {
  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void sayNoWorkerWhenNobodyPollsTheQueueOfACluster() {
    Wave lonely = Plans.onItsOwnQueue(Plans.wave("all", Plans.OPEN, "eu-9"));
    bench.fleet().plans(Plans.fleet(lonely));
    Run run = bench.startFleet();
    run.await(() -> surveyScheduled(run), "a survey that nobody does");

    bench.passesWhileNobodyWorks(Duration.ofSeconds(46));

    assertThat(run.failure().getType()).isEqualTo("Refused");
    assertThat(run.failed().reason()).isEqualTo("no worker for eu-9: nobody polls task queue eu-9");
  }

  @Test
  void sayOnTheWayBackThatItWaitsForAWorker() {
    ClusterPlan plan = Plans.cluster("eu-9", OnInconclusive.HOLD);
    Run run = bench.startCluster(Plans.onItsOwnQueue(plan));
    run.await(() -> scheduled(run, "claim"), "a claim that nobody does");
    bench.passesWhileNobodyWorks(Duration.ofSeconds(46));
    run.await(() -> scheduled(run, "withdraw"), "a way back that nobody goes");

    bench.passesWhileNobodyWorks(Duration.ofSeconds(46));

    String nobody = "no worker for eu-9: nobody polls task queue eu-9";
    run.await(
        () -> run.cluster().reason().equals(nobody + "; " + nobody + ", waiting for one"),
        "word that it waits");
    assertThat(run.cluster().phase()).isEqualTo(ClusterPhase.RETURNING);
  }

  @Test
  void nameEveryActivityTimerAndChildInTheHistory() throws IOException {
    for (HistoryEvent event : recordedEvents()) {
      if (event.hasActivityTaskScheduledEventAttributes()
          || event.hasTimerStartedEventAttributes()
          || event.getWorkflowExecutionStartedEventAttributes().hasParentWorkflowExecution()) {
        assertThat(event.getUserMetadata().getSummary().getData().toStringUtf8())
            .as(event.getEventType() + " " + event.getEventId())
            .isNotBlank();
      }
    }
  }

  @Test
  void giveTheWayBackMoreAndMoreTime() {
    Stubs.Patience patience = Stubs.Patience.first();
    assertThat(patience.call()).isEqualTo(Duration.ofSeconds(10));
    assertThat(patience.pause()).isEqualTo(Duration.ofSeconds(1));

    for (int i = 0; i < 9; i++) {
      patience = patience.next();
    }

    assertThat(patience.call()).isEqualTo(Duration.ofHours(1));
    assertThat(patience.attempts()).isZero();
  }

  private static List<HistoryEvent> recordedEvents() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/histories"))) {
      return files.flatMap(StubsTest::events).toList();
    }
  }

  private static Stream<HistoryEvent> events(Path file) {
    try {
      return WorkflowExecutionHistory.fromJson(Files.readString(file)).getEvents().stream();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private boolean surveyScheduled(Run run) {
    return scheduled(run, "survey");
  }

  private boolean scheduled(Run run, String activity) {
    return bench.history(run).stream()
        .map(event -> event.getActivityTaskScheduledEventAttributes().getActivityType().getName())
        .anyMatch(activity::equals);
  }
}
