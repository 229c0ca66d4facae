package io.fleetcanary.lab.embedded.api;

import io.fabric8.mockwebserver.crud.AttributeSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change of one object.
 *
 * @param version the resource version that the change made
 * @param before what selectors saw of the object, null if it is new
 * @param after what they see now, null if it is gone
 * @param object JSON, as it was when it went or as it is now
 */
record WatchEvent(
    long version, @Nullable AttributeSet before, @Nullable AttributeSet after, String object) {

  /** What a watcher of {@code query} is told, if anything: coming into view is being added. */
  Optional<String> told(AttributeSet query) {
    boolean was = before != null && before.matches(query);
    boolean is = after != null && after.matches(query);
    if (!was && !is) {
      return Optional.empty();
    }
    return Optional.of(message(is ? (was ? "MODIFIED" : "ADDED") : "DELETED", object));
  }

  static String message(String type, String object) {
    return "{\"type\":\"" + type + "\",\"object\":" + object + "}";
  }
}
