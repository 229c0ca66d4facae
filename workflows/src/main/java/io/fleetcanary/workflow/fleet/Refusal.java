package io.fleetcanary.workflow.fleet;

/** Refuses an update in one clean line: the Temporal UI prints stack traces under messages. */
final class Refusal extends RuntimeException {
  Refusal(String rule) {
    super(rule, null, false, false);
  }
}
