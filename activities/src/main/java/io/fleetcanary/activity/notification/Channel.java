package io.fleetcanary.activity.notification;

import io.fleetcanary.workflow.notification.Notification;

/** One way to people. */
interface Channel {
  /**
   * Blocks until it is taken.
   *
   * @throws io.temporal.failure.ApplicationFailure when it is not, with a sentence that names
   *     neither address nor credentials: it stays in Temporal's histories
   */
  void tell(Notification notification);
}
