package io.fleetcanary.workflow.notification;

import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.notification.NotificationActivities.Delivery;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/** What one target is told, one after the other. */
final class Lane {
  /** How it ended is worth knowing the day after. */
  private static final Duration DAY = Duration.ofHours(24);

  /** Other news soon is not, and what comes after it waits for it. */
  private static final Duration HOUR = Duration.ofHours(1);

  /** Everything gets a chance, however late it comes to its turn. */
  private static final Duration LEAST = Duration.ofMinutes(1);

  private final String target;
  private final Queue<Notification> left;
  private final List<String> problems = new ArrayList<>();
  private boolean telling;

  /**
   * Nothing was told yet.
   *
   * @param before what has happened
   */
  Lane(String target, List<Notification> before) {
    this.target = target;
    left = new ArrayDeque<>(before);
  }

  void add(Notification notification) {
    left.add(notification);
  }

  /** Whether it has told all that it knows. */
  boolean idle() {
    return left.isEmpty() && !telling;
  }

  /** Until {@code done}, in the order in which it happened. */
  void run(Supplier<Boolean> done) {
    while (!done.get()) {
      Workflow.await(() -> !left.isEmpty() || done.get());
      Notification next = left.poll();
      if (next != null) {
        telling = true;
        deliver(next);
        telling = false;
      }
    }
  }

  /** What could not be delivered, one sentence each. */
  List<String> problems() {
    return problems;
  }

  private void deliver(Notification notification) {
    try {
      calls(notification).deliver(new Delivery(target, notification));
    } catch (ActivityFailure failure) {
      problems.add(
          "%s was not told %s: %s".formatted(target, notification.kind().text(), why(failure)));
    }
  }

  private static String why(ActivityFailure failure) {
    return Failures.said(failure).orElse("no worker told it in time");
  }

  private NotificationActivities calls(Notification notification) {
    Duration limit = notification.kind().last() ? DAY : HOUR;
    Duration left = Duration.between(Wait.now(), notification.at().plus(limit));
    return Workflow.newActivityStub(
        NotificationActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(30))
            .setScheduleToCloseTimeout(left.compareTo(LEAST) < 0 ? LEAST : left)
            .setRetryOptions(
                RetryOptions.newBuilder()
                    .setInitialInterval(Duration.ofSeconds(5))
                    .setMaximumInterval(Duration.ofMinutes(10))
                    .build())
            .setSummary("tell " + target + ": " + notification.kind().text())
            .build());
  }
}
