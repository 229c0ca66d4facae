package io.fleetcanary.lab.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tests of all modules, as their sources have them and as pages name them. */
public final class TestSources {
  private static final List<String> MODULES =
      List.of("core", "workflows", "activities", "report", "worker", "starter", "recovery", "lab");
  private static final Pattern NAMED =
      Pattern.compile("`([A-Z][A-Za-z]+)(?:\\.([a-z][A-Za-z]+))?`");
  private static final Pattern METHOD = Pattern.compile("void ([a-z]\\w+)\\(");
  private static final Pattern IDS =
      Pattern.compile("\\(\\s*(?:name = )?\"((?:[SF]\\d+, )*[SF]\\d+): ");

  private TestSources() {}

  /** What a page names in backticks that begins like a class: classes, and their methods. */
  static SortedSet<String> named(String page) {
    SortedSet<String> named = new TreeSet<>();
    Matcher matcher = NAMED.matcher(page);
    while (matcher.find()) {
      String method = matcher.group(2);
      named.add(matcher.group(1) + (method == null ? "" : "." + method));
    }
    return named;
  }

  /** Of these names those that no class and no method has. */
  public static SortedSet<String> missing(SortedSet<String> named) {
    SortedSet<String> missing = new TreeSet<>(named);
    forEach(
        file -> {
          missing.remove(type(file));
          METHOD.matcher(text(file)).results().forEach(it -> missing.remove(name(file, it)));
        });
    return missing;
  }

  /** The tests that carry an id of a scenario or fault in what they are called, by that id. */
  static SortedMap<String, SortedSet<String>> byId() {
    SortedMap<String, SortedSet<String>> byId = new TreeMap<>();
    forEach(
        file -> {
          String text = text(file);
          IDS.matcher(text)
              .results()
              .forEach(
                  ids -> {
                    String test = name(file, methodBehind(text, ids.end()));
                    for (String id : ids.group(1).split(", ", -1)) {
                      byId.computeIfAbsent(id, any -> new TreeSet<>()).add(test);
                    }
                  });
        });
    return byId;
  }

  private static MatchResult methodBehind(String text, int end) {
    Matcher method = METHOD.matcher(text);
    if (!method.find(end)) {
      throw new IllegalStateException("a name must be that of a method");
    }
    return method.toMatchResult();
  }

  private static String name(Path file, MatchResult method) {
    return type(file) + "." + method.group(1);
  }

  private static String type(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static void forEach(Consumer<Path> what) {
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src/test/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(what);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
