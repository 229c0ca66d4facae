package io.fleetcanary.lab.invariant.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * One revision that was witnessed, between the world before and the world after.
 *
 * @param byHand whether a person did it, as the scenario has declared
 */
public record Moment(Entry entry, World before, World after, boolean byHand) {
  /** What servers and controllers write into any object. */
  private static final List<String> THEIRS =
      List.of(
          "resourceVersion",
          "generation",
          "managedFields",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private static final String REVISION = "deployment.kubernetes.io/revision";

  public String cluster() {
    return entry.cluster();
  }

  public ObjectKey object() {
    return entry.object();
  }

  public Optional<JsonNode> was() {
    return before.get(object());
  }

  public Optional<JsonNode> is() {
    return after.get(object());
  }

  public boolean of(Kind kind) {
    return object().kind() == kind;
  }

  /** Whether more has changed than what servers and controllers write into any object. */
  public boolean written() {
    return !was().map(Moment::asked).equals(is().map(Moment::asked));
  }

  /** What an object asks for: without its status and what servers add. */
  public static JsonNode asked(JsonNode object) {
    ObjectNode copy = object.deepCopy();
    copy.remove("status");
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(THEIRS);
      if (metadata.get("annotations") instanceof ObjectNode annotations) {
        annotations.remove(REVISION);
        if (annotations.isEmpty()) {
          metadata.remove("annotations");
        }
      }
    }
    return copy;
  }
}
