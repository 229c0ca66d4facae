package io.fleetcanary.workflow.notification;

import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.notification.Notification.Kind;
import io.fleetcanary.workflow.notification.Notification.Rollout;
import io.fleetcanary.workflow.notification.NotificationActivities.Delivery;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/** One attempt each, at the same time. */
public final class TryNotificationsWorkflow implements TryNotifications {
  private static final String SENTENCE = "somebody wants to see whether notifications arrive";

  @Override
  public Tried run() {
    Rollout nothing =
        new Rollout("fleetcanary", "notify", "", "", Workflow.getInfo().getRunId(), "");
    Notification test = new Notification(1, Wait.now(), Kind.TEST, nothing, "", "", SENTENCE, null);
    SortedMap<String, Promise<Void>> calls = new TreeMap<>();
    for (String target : once("who is told of rollouts").targets().names()) {
      NotificationActivities call = once("tell " + target + ": test");
      calls.put(target, Async.procedure(call::deliver, new Delivery(target, test)));
    }
    SortedMap<String, String> answers = new TreeMap<>();
    calls.forEach((target, call) -> answers.put(target, problem(call)));
    return new Tried(answers);
  }

  private static String problem(Promise<Void> call) {
    try {
      call.get();
      return "";
    } catch (ActivityFailure failure) {
      return Failures.said(failure).orElse("no worker told it in time");
    }
  }

  private static NotificationActivities once(String summary) {
    return Workflow.newActivityStub(
        NotificationActivities.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(20))
            .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(1).build())
            .setSummary(summary)
            .build());
  }
}
