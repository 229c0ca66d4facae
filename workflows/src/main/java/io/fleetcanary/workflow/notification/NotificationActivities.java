package io.fleetcanary.workflow.notification;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** Reaches people. On the central queue. */
@ActivityInterface
public interface NotificationActivities {
  /** Who is told, in this installation. */
  @ActivityMethod(name = "notificationTargets")
  Targets targets();

  /**
   * Tells one of them. May be told twice when a worker dies meanwhile.
   *
   * @throws io.temporal.failure.ApplicationFailure when it was not taken; repeatable unless the
   *     target will never take it
   */
  @ActivityMethod(name = "notify")
  void deliver(Delivery delivery);

  /**
   * By their names.
   *
   * @param names none where nobody is told
   */
  record Targets(List<String> names) {
    public Targets {
      names = List.copyOf(names);
    }
  }

  /** What to tell whom. */
  record Delivery(String target, Notification notification) {}
}
