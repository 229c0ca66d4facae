package io.fleetcanary.workflow.question;

/** Refuses an update in one clean line: the Temporal UI prints stack traces under messages. */
public final class Refusal extends RuntimeException {
  public Refusal(String rule) {
    super(rule, null, false, false);
  }
}
