package io.fleetcanary.activity.notification;

import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/** Why something was not taken. */
final class NotDelivered {
  private static final String TYPE = "NotDelivered";

  private NotDelivered() {}

  /** It may be taken later. */
  static ApplicationFailure yet(String why) {
    return ApplicationFailure.newFailure(why, TYPE);
  }

  /** It may be taken then. */
  static ApplicationFailure yet(String why, Duration from) {
    return ApplicationFailure.newBuilder()
        .setMessage(why)
        .setType(TYPE)
        .setNextRetryDelay(from)
        .build();
  }

  /** It will never be taken. */
  static ApplicationFailure ever(String why) {
    return ApplicationFailure.newNonRetryableFailure(why, TYPE);
  }
}
