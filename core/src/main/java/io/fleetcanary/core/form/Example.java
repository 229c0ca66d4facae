package io.fleetcanary.core.form;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** Examples of objects, in the order they are written. */
public final class Example {
  private Example() {}

  public static SequencedMap<String, Object> of(String name, Object value) {
    SequencedMap<String, Object> object = new LinkedHashMap<>();
    object.put(name, value);
    return Collections.unmodifiableSequencedMap(object);
  }

  public static SequencedMap<String, Object> of(
      String name, Object value, SequencedMap<String, Object> more) {
    SequencedMap<String, Object> object = new LinkedHashMap<>(of(name, value));
    object.putAll(more);
    return Collections.unmodifiableSequencedMap(object);
  }
}
