package io.fleetcanary.workflow;

/** What the Temporal UI shows beside each message: what it does, and the JSON to type. */
final class Messages {
  static final String APPROVE =
      "go on past a gate or a hold: {\"gate\": \"first\", \"digest\": \"<from status>\", \"by\": \"you\", \"reason\": \"why\"}";
  static final String REJECT =
      "do not go on, roll back: {\"gate\": \"first\", \"digest\": \"<from status>\", \"by\": \"you\", \"reason\": \"why\"}";
  static final String PAUSE =
      "hold before the next change, watching goes on: {\"by\": \"you\", \"reason\": \"why\"}";
  static final String RESUME = "go on after a pause: {\"by\": \"you\", \"reason\": \"why\"}";
  static final String RETRY =
      "try a cluster again that a hold asks about: {\"cluster\": \"eu-1\", \"by\": \"you\", \"reason\": \"why\"}";
  static final String SKIP =
      "go on without a cluster that a hold asks about: {\"cluster\": \"eu-1\", \"by\": \"you\", \"reason\": \"why\"}";
  static final String ABANDON =
      "stop waiting for a cluster that cannot be brought to its end, a person takes it over: {\"cluster\": \"eu-1\", \"by\": \"you\", \"reason\": \"why\"}";
  static final String ABORT =
      "roll back now, accepted in every state: {\"by\": \"you\", \"reason\": \"why\"}";

  private Messages() {}
}
