package io.fleetcanary.workflow.notification;

import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.notification.Notification.Kind;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A lane for each target: who cannot be reached holds nobody up. */
public final class NotifyWorkflow implements Notify {
  static final String UNDELIVERED = "Undelivered";
  static final String TERMINATED =
      "the run of this rollout was terminated or reset: nobody has decided how it ends, and its clusters go"
          + " back by themselves unless a new run takes them on";

  private final List<Notification> heard = new ArrayList<>();
  private List<Lane> lanes = List.of();
  private Notification newest;

  /** Whether everything that will ever happen has. */
  private boolean over;

  @WorkflowInit
  public NotifyWorkflow(Order order) {
    newest = order.news().notifications().getFirst();
    happened(order.news());
  }

  @Override
  public void run(Order order) {
    Promise<String> cancelled = CancellationScope.current().getCancellationRequest();
    Detached.run(() -> deliver(order.targets(), cancelled));
    List<String> problems = lanes.stream().flatMap(lane -> lane.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw undelivered(problems);
    }
  }

  private void deliver(List<String> known, Promise<String> cancelled) {
    List<String> names = known.isEmpty() ? Messenger.whom().get().names() : known;
    lanes = names.stream().map(name -> new Lane(name, heard)).toList();
    List<Promise<Void>> under =
        lanes.stream().map(lane -> Async.procedure(lane::run, this::isDone)).toList();
    Workflow.await(() -> over || cancelled.isCompleted());
    if (!over) {
      take(terminated(newest));
    }
    under.forEach(Promise::get);
  }

  /** No lane ends before all can: after a reset there is more to tell. */
  private boolean isDone() {
    return over && lanes.stream().allMatch(Lane::idle);
  }

  @Override
  public void happened(@Nullable News news) {
    if (news != null) {
      news.notifications().forEach(this::take);
    }
  }

  /** What was terminated may have been reset, and then goes on. */
  private void take(Notification notification) {
    boolean again = !notification.rollout().runId().equals(newest.rollout().runId());
    if (!over || again) {
      newest = notification;
      over = notification.kind().last();
      heard.add(notification);
      lanes.forEach(lane -> lane.add(notification));
    }
  }

  private static Notification terminated(Notification before) {
    return new Notification(
        before.number() + 1,
        Wait.now(),
        Kind.TERMINATED,
        before.rollout(),
        "",
        "",
        TERMINATED,
        null);
  }

  private static ApplicationFailure undelivered(List<String> problems) {
    ApplicationFailure failure =
        ApplicationFailure.newNonRetryableFailure(
            problems.stream().collect(Collectors.joining("; ")), UNDELIVERED);
    failure.setStackTrace(new StackTraceElement[0]);
    return failure;
  }
}
