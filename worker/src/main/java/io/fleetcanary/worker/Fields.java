package io.fleetcanary.worker;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one object of a YAML file. A wrong field adds a problem with its path and reads as
 * something harmless, so that one pass finds every problem.
 */
final class Fields {
  private static final Pattern ANYTHING = Pattern.compile(".+", Pattern.DOTALL);

  private final String path;
  private final Map<?, ?> values;
  private final List<String> problems;
  private final Set<String> known = new TreeSet<>();

  private Fields(String path, Map<?, ?> values, List<String> problems) {
    this.path = path;
    this.values = values;
    this.problems = problems;
  }

  /** The fields of a document's outermost object. */
  static Fields of(@Nullable Object document, List<String> problems) {
    return of("", document, problems);
  }

  /** What an object lacks that is none would only repeat that: its own problems are not kept. */
  private static Fields of(String path, @Nullable Object value, List<String> problems) {
    if (value instanceof Map<?, ?> map) {
      return new Fields(path, map, problems);
    }
    problems.add((path.isEmpty() ? "the file" : path) + " must be an object" + got(value));
    return new Fields(path, Map.of(), new ArrayList<>());
  }

  boolean has(String name) {
    known.add(name);
    return values.containsKey(name);
  }

  /** A required text that is not empty. */
  String text(String name) {
    return text(name, ANYTHING, "a text");
  }

  /** A required text of a certain form. */
  String text(String name, Pattern form, String rule) {
    if (value(name) instanceof String text && form.matcher(text).matches()) {
      return text;
    }
    problem(name, "must be " + rule + got(value(name)));
    return "";
  }

  /** An optional text of a certain form. */
  String text(String name, String otherwise, Pattern form, String rule) {
    return has(name) ? text(name, form, rule) : otherwise;
  }

  /** A required base URL, without a slash at its end. */
  String url(String name) {
    String text = text(name);
    if (!text.isEmpty() && !isBase(text)) {
      problem(name, "must be an http or https URL without query" + got(text));
    }
    return text.replaceFirst("/+$", "");
  }

  private static boolean isBase(String text) {
    try {
      URI url = URI.create(text);
      return List.of("http", "https").contains(String.valueOf(url.getScheme()))
          && url.getHost() != null
          && url.getQuery() == null
          && url.getFragment() == null
          && url.getUserInfo() == null;
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  /** An optional flag, off when absent. */
  boolean flag(String name) {
    if (has(name) && !(value(name) instanceof Boolean)) {
      problem(name, "must be true or false" + got(value(name)));
    }
    return Boolean.TRUE.equals(value(name));
  }

  /** An optional object of names and texts. */
  SortedMap<String, String> texts(String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    if (has(name)) {
      Fields entries = fields(name);
      entries.values.keySet().stream()
          .map(String::valueOf)
          .forEach(key -> texts.put(key, entries.text(key)));
    }
    return texts;
  }

  /** A required object. */
  Fields fields(String name) {
    return of(at(name), value(name), problems);
  }

  /** A required list of objects, at least one; those that are none are left out. */
  List<Fields> list(String name) {
    List<Fields> objects = new ArrayList<>();
    if (value(name) instanceof List<?> list && !list.isEmpty()) {
      for (int i = 0; i < list.size(); i++) {
        String path = at(name) + "[" + i + "]";
        if (list.get(i) instanceof Map<?, ?> map) {
          objects.add(new Fields(path, map, problems));
        } else {
          problems.add(path + " must be an object" + got(list.get(i)));
        }
      }
    } else {
      problem(name, "must be a list of at least one" + got(value(name)));
    }
    return objects;
  }

  /** Ends the reading: whatever was not asked for is a typing error. */
  void refuseOthers() {
    values.keySet().stream()
        .map(String::valueOf)
        .filter(key -> !known.contains(key))
        .forEach(key -> problem(key, "is unknown, must be one of " + String.join(", ", known)));
  }

  /** Adds a problem of a field, or of this object when {@code name} is empty. */
  void problem(String name, String sentence) {
    problems.add(at(name) + " " + sentence);
  }

  private @Nullable Object value(String name) {
    known.add(name);
    return values.get(name);
  }

  private String at(String name) {
    if (path.isEmpty() || name.isEmpty()) {
      return path + name;
    }
    return path + "." + name;
  }

  private static String got(@Nullable Object value) {
    return value == null ? ", got nothing" : ", got " + value;
  }
}
