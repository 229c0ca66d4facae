package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.command.v1.ScheduleActivityTaskCommandAttributesOrBuilder;
import io.temporal.api.common.v1.RetryPolicy;
import io.temporal.internal.common.ProtobufTimeUtils;
import java.time.Duration;

/**
 * How long a call may take and how often it is tried, with the server's defaults.
 *
 * @param attempts 0 is any number
 */
record Limits(
    Duration toStart,
    Duration toClose,
    Duration attempt,
    Duration heartbeat,
    Duration firstPause,
    double coefficient,
    Duration longestPause,
    int attempts) {
  /** Stands for no limit. */
  static final Duration NONE = Duration.ofDays(3650);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  static Limits of(ScheduleActivityTaskCommandAttributesOrBuilder asked) {
    RetryPolicy retry = asked.getRetryPolicy();
    Duration first = time(retry.getInitialInterval(), FIRST_PAUSE);
    Duration toClose = time(asked.getScheduleToCloseTimeout(), NONE);
    return new Limits(
        time(asked.getScheduleToStartTimeout(), NONE),
        toClose,
        time(asked.getStartToCloseTimeout(), toClose),
        time(asked.getHeartbeatTimeout(), NONE),
        first,
        retry.getBackoffCoefficient() == 0 ? 2 : retry.getBackoffCoefficient(),
        time(retry.getMaximumInterval(), first.multipliedBy(100)),
        retry.getMaximumAttempts());
  }

  private static Duration time(com.google.protobuf.Duration given, Duration otherwise) {
    Duration time = ProtobufTimeUtils.toJavaDuration(given);
    return time.isZero() ? otherwise : time;
  }

  /** Whether this attempt was the last. */
  boolean spent(int attempt) {
    return attempts > 0 && attempt >= attempts;
  }

  /** How long to wait after this attempt. */
  Duration pause(int attempt) {
    double millis = firstPause.toMillis() * Math.pow(coefficient, attempt - 1.0);
    return millis < longestPause.toMillis() ? Duration.ofMillis((long) millis) : longestPause;
  }
}
