package io.fleetcanary.core.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields of one object in the document. */
public final class Fields {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_]+");

  private final String path;
  private final SequencedMap<String, Value> written = new LinkedHashMap<>();

  /**
   * Of the document; a list of its own where there is no object, so that nothing is missed in it.
   */
  private final List<Problem> problems;

  private Fields(Value object) {
    path = object.path();
    if (object.raw() instanceof Map<?, ?> map) {
      problems = object.problems();
      map.forEach((name, raw) -> written.put(String.valueOf(name), child(name, raw)));
    } else {
      problems = new ArrayList<>();
      object.refuseUnlessAbsent("must be an object, got " + object.shown(), "write its fields");
    }
  }

  /** Notes each field that is not known. */
  public static Fields of(Value object, List<String> known) {
    Fields fields = new Fields(object);
    fields.written.forEach(
        (name, value) -> {
          if (!known.contains(name)) {
            String otherwise = "remove it, or use one of " + String.join(", ", known);
            value.refuse("is not a field here", Value.meant(name, known, otherwise));
          }
        });
    return fields;
  }

  /** Fields whose names the user chooses. */
  public static SequencedMap<String, Value> any(Value object) {
    return new Fields(object).written;
  }

  /** The field, absent when nobody wrote it. */
  public Value get(String name) {
    Value value = written.get(name);
    return value == null ? child(name, null) : value;
  }

  public boolean has(String name) {
    return !get(name).absent();
  }

  /** Notes a problem with the object as a whole, unless there is none. */
  public void refuse(String rule, String fix) {
    new Value(path, null, problems).refuse(rule, fix);
  }

  private Value child(Object name, @Nullable Object raw) {
    return new Value(path(path, String.valueOf(name)), raw, problems);
  }

  /** How problems call a field of the object at a path; the path of the document is empty. */
  public static String path(String object, String name) {
    String step = Value.shortened(name);
    if (!PLAIN.matcher(step).matches()) {
      return object + "[\"" + step + "\"]";
    }
    return object.isEmpty() ? step : object + "." + step;
  }
}
