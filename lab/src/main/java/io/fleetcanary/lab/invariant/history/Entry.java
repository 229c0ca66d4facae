package io.fleetcanary.lab.invariant.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * One revision of one object.
 *
 * @param version of the cluster; the versions of all objects of a cluster are in one order
 * @param tree the object, as it was last when it went
 * @param heard when we were told, by the clock of this process
 */
public record Entry(
    String cluster, long version, ObjectKey object, Event event, JsonNode tree, Instant heard) {
  /** What happened to it. */
  public enum Event {
    /** Was there when we began to look, or looked again after a gap. */
    FOUND,
    /** Was not there any more when we looked again after a gap. */
    MISSED,
    ADDED,
    MODIFIED,
    DELETED;

    /** Whether it says how the object came to be as it is. */
    boolean witnessed() {
      return this != FOUND && this != MISSED;
    }

    boolean present() {
      return this != MISSED && this != DELETED;
    }
  }
}
