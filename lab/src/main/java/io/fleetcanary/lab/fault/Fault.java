package io.fleetcanary.lab.fault;

import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.Headers;
import java.time.Duration;
import java.util.Map;

/** What goes wrong with a request. */
public sealed interface Fault {
  /**
   * Answered as an API server would that says no; the request is not passed on.
   *
   * @param status e.g. 409, 429, 500
   * @param retryAfter whole seconds; zero says nothing
   */
  record Answered(int status, Duration retryAfter) implements Fault {
    private static final Map<Integer, String> REASONS =
        Map.of(409, "Conflict", 500, "InternalError", 503, "ServiceUnavailable");

    /** The answer; 429 comes as text, as it does from an API server that is too busy to look. */
    Answer answer() {
      Answer bare = status == 429 ? Answer.text(status, "Too many requests\n") : told();
      return retryAfter.isZero() ? bare : bare.with(retry());
    }

    private Answer told() {
      String reason = REASONS.getOrDefault(status, "Unknown");
      return Answer.json(
          status,
          """
          {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "%s", "code": %d,
           "message": "%d by a fault that was wanted"}
          """
              .formatted(reason, status, status));
    }

    private Headers retry() {
      return Headers.of(Map.of("Retry-After", String.valueOf(retryAfter.toSeconds())));
    }
  }

  /** Passed on that much later. */
  record Late(Duration by) implements Fault {}

  /** Passed on and done, but instead of the answer the connection ends. */
  record ReplyLost() implements Fault {}

  /** Passed on; the body of the answer takes that long to come. */
  record SlowBody(Duration over) implements Fault {}

  /** Passed on; the connection ends in the middle of the answer's body. */
  record HalfBody() implements Fault {}

  /** Not passed on; neither this request nor any other on its connection is ever answered. */
  record Silent() implements Fault {}

  /** Not passed on; the connection ends. */
  record Broken() implements Fault {}
}
