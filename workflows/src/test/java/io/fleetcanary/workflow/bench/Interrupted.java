package io.fleetcanary.workflow.bench;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The calls of a run that it has interrupted, by what its history says of them. */
record Interrupted(List<HistoryEvent> history) {
  /** Of the run that has made this call. */
  static Interrupted of(ActivityExecutionContext activity) {
    String workflow = activity.getInfo().getWorkflowId();
    return new Interrupted(activity.getWorkflowClient().fetchHistory(workflow).getEvents());
  }

  /** Whether one of them goes on. */
  boolean goOn() {
    Set<Long> interrupted = new TreeSet<>();
    for (HistoryEvent event : history) {
      switch (event.getEventType()) {
        case EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED ->
            interrupted.add(
                event.getActivityTaskCancelRequestedEventAttributes().getScheduledEventId());
        case EVENT_TYPE_ACTIVITY_TASK_CANCELED ->
            interrupted.remove(
                event.getActivityTaskCanceledEventAttributes().getScheduledEventId());
        case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
            interrupted.remove(
                event.getActivityTaskCompletedEventAttributes().getScheduledEventId());
        case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
            interrupted.remove(event.getActivityTaskFailedEventAttributes().getScheduledEventId());
        case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
            interrupted.remove(
                event.getActivityTaskTimedOutEventAttributes().getScheduledEventId());
        default -> {
          // nothing about calls that end
        }
      }
    }
    return !interrupted.isEmpty();
  }
}
