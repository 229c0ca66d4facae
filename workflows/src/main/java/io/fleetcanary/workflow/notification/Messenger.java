package io.fleetcanary.workflow.notification;

import io.fleetcanary.workflow.notification.Notification.Rollout;
import io.fleetcanary.workflow.notification.NotificationActivities.Targets;
import io.fleetcanary.workflow.notification.Notify.News;
import io.fleetcanary.workflow.notification.Notify.Order;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands news to {@link Notify}, and starts it first. */
final class Messenger {
  /** Each reset of one run leaves an id behind. After so many nobody is told: no rollout waits. */
  private static final int MOST = 100;

  private final List<String> targets;
  private @Nullable Notify child;
  private @Nullable Promise<Void> told;
  private int started;

  /**
   * Nobody has been told yet.
   *
   * @param targets none where they are not known
   */
  Messenger(List<String> targets) {
    this.targets = targets;
  }

  /** Asks until a worker has answered. */
  static Promise<Targets> whom() {
    NotificationActivities calls =
        Workflow.newActivityStub(
            NotificationActivities.class,
            ActivityOptions.newBuilder()
                .setStartToCloseTimeout(Duration.ofSeconds(10))
                .setSummary("who is told of rollouts")
                .build());
    return Async.function(calls::targets);
  }

  /** Returns when it is in its hands. After a reset the one that was started before may be gone. */
  void send(Rollout rollout, News news) {
    if (child == null || !taken(child, news)) {
      child = start(rollout, news);
    }
  }

  /** Whether all who are to be told have been, or none is. */
  boolean done() {
    return told == null || told.isCompleted();
  }

  private static boolean taken(Notify child, News news) {
    try {
      child.happened(news);
      return true;
    } catch (TemporalFailure gone) {
      return false;
    }
  }

  private Notify start(Rollout rollout, News news) {
    Notify next = next(rollout);
    told = Async.procedure(next::run, new Order(targets, news));
    try {
      Workflow.getWorkflowExecution(next).get();
      return next;
    } catch (ChildWorkflowFailure another) {
      Workflow.getLogger(Messenger.class).warn("another run tells people under this id");
      return started < MOST ? start(rollout, news) : next;
    }
  }

  private Notify next(Rollout rollout) {
    started++;
    return Workflow.newChildWorkflowStub(
        Notify.class,
        ChildWorkflowOptions.newBuilder()
            .setWorkflowId(
                "notify/%s/%s/%s".formatted(rollout.namespace(), rollout.service(), part()))
            .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
            .setStaticSummary("tell people")
            .build());
  }

  /** The same after a reset, because what was started before it stays started. */
  private String part() {
    String run = Workflow.getInfo().getOriginalExecutionRunId();
    return started == 1 ? run : run + "/" + started;
  }
}
