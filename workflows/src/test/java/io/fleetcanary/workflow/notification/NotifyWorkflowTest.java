package io.fleetcanary.workflow.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.bench.FakePeople;
import io.fleetcanary.workflow.bench.Run;
import io.fleetcanary.workflow.notification.Notification.Kind;
import io.fleetcanary.workflow.notification.Notification.Rollout;
import io.fleetcanary.workflow.notification.Notify.News;
import io.fleetcanary.workflow.notification.Notify.Order;
import io.fleetcanary.workflow.notification.TryNotifications.Tried;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NotifyWorkflowTest {
  private static final String ID = "notify/inference/chat/1";

  private final FakePeople people = new FakePeople();
  private TestWorkflowEnvironment server;

  @BeforeEach
  void start() {
    server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build());
    Worker worker = server.newWorker(TaskQueues.CENTRAL);
    worker.registerWorkflowImplementationTypes(
        NotifyWorkflow.class, TryNotificationsWorkflow.class);
    worker.registerActivitiesImplementations(people);
    server.start();
    people.are("chat", "oncall");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("F44: who was away hears all of it, in order")
  void whoIsAwayHearsAllOfItInOrderWhenItIsBack() {
    people.isAway("oncall", 3);

    notify(Kind.STARTED, Kind.WAVE_STARTED, Kind.PROMOTED).getResult(Void.class);

    assertThat(people.order())
        .containsExactly("chat", "chat", "chat", "oncall", "oncall", "oncall");
    assertThat(people.lines("oncall")).isEqualTo(people.lines("chat"));
  }

  @Test
  @DisplayName("F44: given up after a day, by name")
  void givesUpADayAfterItHappenedAndSaysWhoWasNotToldWhat() {
    people.isAway("oncall");

    assertThatThrownBy(() -> notify(Kind.STARTED, Kind.REFUSED).getResult(Void.class))
        .cause()
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(NotifyWorkflow.UNDELIVERED);
              assertThat(failure.getOriginalMessage())
                  .isEqualTo(
                      "oncall was not told started: it answered 503; oncall was not told refused:"
                          + " it answered 503");
            });
    assertThat(people.lines("chat")).hasSize(2);
  }

  @Test
  void tellsOnceHowItEndedWhateverComesAfter() {
    WorkflowStub run = notify(Kind.STARTED);
    run.signal("happened", news(Kind.ABORTED, Kind.PAUSED, Kind.PROMOTED));
    run.cancel();

    assertThatThrownBy(() -> run.getResult(Void.class)).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(people.told("chat"))
        .extracting(Notification::kind)
        .containsExactly(Kind.STARTED, Kind.ABORTED);
  }

  @Test
  void goesOnAfterAReset() {
    people.isAway("oncall", 2);
    WorkflowStub run = notify(Kind.STARTED);
    run.cancel();
    new Run(run).await(() -> settled(2), "the end of chat's");
    run.signal("happened", news("another", Kind.RETURNING, Kind.ABORTED));

    assertThatThrownBy(() -> run.getResult(Void.class)).hasCauseInstanceOf(CanceledFailure.class);
    assertThat(people.told("oncall"))
        .extracting(Notification::kind)
        .containsExactly(Kind.STARTED, Kind.TERMINATED, Kind.RETURNING, Kind.ABORTED);
    assertThat(people.lines("chat")).isEqualTo(people.lines("oncall"));
  }

  @Test
  void findsOutWhomToTellWhereTheRolloutDidNot() {
    WorkflowStub run = server.getWorkflowClient().newUntypedWorkflowStub("Notify", options());
    run.start(new Order(List.of(), news(Kind.STARTED, Kind.REFUSED)));

    run.getResult(Void.class);

    assertThat(people.lines("chat")).hasSize(2);
    assertThat(people.lines("oncall")).hasSize(2);
  }

  @Test
  void triesEverybodyOnceAndSaysWhoTookIt() {
    people.isAway("oncall", 1);

    Tried tried =
        server.getWorkflowClient().newWorkflowStub(TryNotifications.class, options()).run();

    assertThat(tried.answers())
        .containsExactly(Map.entry("chat", ""), Map.entry("oncall", "it answered 503"));
    assertThat(people.lines("chat"))
        .containsExactly("test: somebody wants to see whether notifications arrive");
    assertThat(people.told("oncall")).isEmpty();
  }

  /** So many were told, and the workflow knows. */
  private boolean settled(int told) {
    List<EventType> events =
        server.getWorkflowClient().fetchHistory(ID).getEvents().stream()
            .map(HistoryEvent::getEventType)
            .toList();
    return Collections.frequency(events, EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED) == told
        && events.lastIndexOf(EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
            > events.lastIndexOf(EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED);
  }

  private static WorkflowOptions options() {
    return WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CENTRAL).setWorkflowId(ID).build();
  }

  private WorkflowStub notify(Kind... kinds) {
    WorkflowStub stub = server.getWorkflowClient().newUntypedWorkflowStub("Notify", options());
    stub.start(new Order(List.of("chat", "oncall"), news(kinds)));
    return stub;
  }

  private News news(Kind... kinds) {
    return news("run", kinds);
  }

  private News news(String run, Kind... kinds) {
    Instant now = Instant.ofEpochMilli(server.currentTimeMillis());
    Rollout rollout = new Rollout("inference", "chat", "2026.11.3", "chat-1", run, "4be1d0a5");
    return new News(
        Arrays.stream(kinds)
            .map(kind -> new Notification(1, now, kind, rollout, "", "", "because", null))
            .toList());
  }
}
