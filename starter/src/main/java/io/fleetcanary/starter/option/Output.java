package io.fleetcanary.starter.option;

import io.fleetcanary.starter.show.Harmless;
import io.fleetcanary.starter.show.Json;
import io.fleetcanary.starter.show.Markdown;
import io.fleetcanary.starter.show.Yaml;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a command answers. */
public final class Output {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      converter = Reader.class,
      description = "human (default; also: table), json, yaml, or md to paste into a comment")
  private Format format = Format.human;

  @Option(names = "--debug", description = "show stack traces")
  private boolean debug;

  /** As typed. */
  public enum Format {
    human,
    table,
    json,
    yaml,
    md
  }

  /** Takes any case, and says where JUnit's form is. */
  static final class Reader implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      String word = text.toLowerCase(Locale.ROOT);
      if (word.equals("junit")) {
        throw new TypeConversionException(
            "only reports have a form for JUnit: fleetcanary report ROLLOUT -o junit");
      }
      return Arrays.stream(Format.values())
          .filter(format -> format.name().equals(word))
          .findFirst()
          .orElseThrow(() -> unknown(text));
    }

    private static TypeConversionException unknown(String text) {
      return new TypeConversionException(
          "expected one of "
              + Arrays.toString(Format.values())
              + " (case-insensitive) but was '"
              + text
              + "'");
    }
  }

  /** What a script wants to read instead of lines for people; empty when it is people who read. */
  public Optional<String> document(String kind, Object fields) {
    return switch (format) {
      case human, table, md -> Optional.empty();
      case json -> Optional.of(Json.document(kind, fields));
      case yaml -> Optional.of(Yaml.document(kind, fields));
    };
  }

  public boolean debug() {
    return debug;
  }

  /** Writes an answer, in the one form or the other. */
  public void answer(Surroundings surroundings, String kind, Object fields, List<String> lines) {
    List<String> harmless = lines.stream().map(Harmless::line).toList();
    List<String> readable = format == Format.md ? Markdown.block(kind, harmless) : harmless;
    document(kind, fields).map(List::of).orElse(readable).forEach(surroundings.out()::println);
    surroundings.out().flush();
  }

  /** Writes a one-sentence answer. */
  public void answer(Surroundings surroundings, String sentence) {
    answer(surroundings, "Answer", new TreeMap<>(Map.of("answer", sentence)), List.of(sentence));
  }
}
