package io.fleetcanary.starter.option;

import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who decides, and why. Both are recorded. */
public final class Person {
  @Option(names = "--by", paramLabel = "NAME", description = "who you are; default the user's name")
  private @Nullable String by;

  @Option(names = "--reason", paramLabel = "TEXT", description = "why, in one sentence")
  private String reason = "";

  /** The fields of a message. */
  public SortedMap<String, String> fields(Surroundings surroundings) {
    SortedMap<String, String> fields = new TreeMap<>();
    fields.put("by", by == null ? surroundings.variable("USER", "unknown") : by);
    if (!reason.isEmpty()) {
      fields.put("reason", reason);
    }
    return fields;
  }
}
