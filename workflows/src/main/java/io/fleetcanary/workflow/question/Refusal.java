package io.fleetcanary.workflow.question;

import io.temporal.failure.ApplicationFailure;

/** Refuses an update in one clean line: the Temporal UI prints stack traces under messages. */
public final class Refusal {
  private Refusal() {}

  /**
   * A refusal.
   *
   * @param type by which clients tell one from another
   */
  public static ApplicationFailure because(String rule, String type) {
    ApplicationFailure refusal = ApplicationFailure.newNonRetryableFailure(rule, type);
    refusal.setStackTrace(new StackTraceElement[0]);
    return refusal;
  }
}
