package io.fleetcanary.lab.bench;

import com.google.protobuf.Timestamp;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * Where an order to abort spends its time on the way to a cluster's route, as histories tell.
 *
 * @param recorded from the order being sent to Temporal having it
 * @param toldCluster from there to the cluster's workflow having been told
 * @param asked from there to that workflow asking for the way back
 * @param taken from there to a worker taking that call
 * @param off from there to no requests going to the canary
 */
record AbortPath(
    Duration recorded, Duration toldCluster, Duration asked, Duration taken, Duration off) {

  /** Of one rollout of one cluster that has ended. */
  static AbortPath of(
      Instant sent, List<HistoryEvent> fleet, List<HistoryEvent> cluster, Instant off) {
    Instant recorded = time(first(fleet, event -> isSignal(event, "abort")));
    Instant told = time(first(cluster, event -> isSignal(event, "goBack")));
    HistoryEvent asking = first(cluster, AbortPath::asksForTheWayBack);
    Instant asked = time(asking);
    Instant taken =
        time(
            first(
                cluster,
                event ->
                    event.hasActivityTaskStartedEventAttributes()
                        && event.getActivityTaskStartedEventAttributes().getScheduledEventId()
                            == asking.getEventId()));
    return new AbortPath(
        Duration.between(sent, recorded),
        Duration.between(recorded, told),
        Duration.between(told, asked),
        Duration.between(asked, taken),
        Duration.between(taken, off));
  }

  private static boolean isSignal(HistoryEvent event, String name) {
    return event.hasWorkflowExecutionSignaledEventAttributes()
        && event.getWorkflowExecutionSignaledEventAttributes().getSignalName().equals(name);
  }

  private static boolean asksForTheWayBack(HistoryEvent event) {
    return event.hasActivityTaskScheduledEventAttributes()
        && event
            .getActivityTaskScheduledEventAttributes()
            .getActivityType()
            .getName()
            .equals("withdraw");
  }

  private static HistoryEvent first(List<HistoryEvent> events, Predicate<HistoryEvent> which) {
    return events.stream().filter(which).findFirst().orElseThrow();
  }

  private static Instant time(HistoryEvent event) {
    Timestamp time = event.getEventTime();
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
