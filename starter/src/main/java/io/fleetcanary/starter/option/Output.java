package io.fleetcanary.starter.option;

import io.fleetcanary.starter.show.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How a command answers. */
public final class Output {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "human (default) or json")
  private Format format = Format.human;

  @Option(names = "--debug", description = "show stack traces")
  private boolean debug;

  /** As typed. */
  public enum Format {
    human,
    json
  }

  public boolean json() {
    return format == Format.json;
  }

  public boolean debug() {
    return debug;
  }

  /** Writes an answer, in the one form or the other. */
  public void answer(Surroundings surroundings, String kind, Object fields, List<String> lines) {
    if (json()) {
      surroundings.out().println(Json.document(kind, fields));
    } else {
      lines.forEach(surroundings.out()::println);
    }
    surroundings.out().flush();
  }

  /** Writes a one-sentence answer. */
  public void answer(Surroundings surroundings, String sentence) {
    answer(surroundings, "Answer", new TreeMap<>(Map.of("answer", sentence)), List.of(sentence));
  }
}
