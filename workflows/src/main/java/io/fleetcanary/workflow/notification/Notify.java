package io.fleetcanary.workflow.notification;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells people about one run of a rollout. A child of it that outlives it: it tries for a day where
 * somebody cannot be reached, which nobody waits for; and when the run is ended from outside, this
 * one still tells that.
 */
@WorkflowInterface
public interface Notify {
  /** Until the last notification was delivered, or given up. */
  @WorkflowMethod(name = "Notify")
  void run(Order order);

  @SignalMethod(name = "happened", description = "sent by the rollout, not for people")
  void happened(@Nullable News news);

  /**
   * Whom to tell, and what has happened so far.
   *
   * @param targets their names; none where the rollout does not know them
   */
  record Order(List<String> targets, News news) {
    public Order {
      targets = List.copyOf(targets);
    }
  }

  /** In the order in which it happened; one at least. */
  record News(List<Notification> notifications) {
    public News {
      notifications = List.copyOf(notifications);
    }
  }
}
