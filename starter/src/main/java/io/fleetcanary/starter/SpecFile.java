package io.fleetcanary.starter;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.Cautions;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.SpecReader;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.server.RolloutName;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A spec in a file. YAML 1.2 and JSON mean the same here: numbers, true, false and null are as in
 * JSON, everything else is text.
 *
 * @param tree what the file says, the input of the workflow
 * @param spec what it means
 */
record SpecFile(Object tree, RolloutSpec spec) {
  /** A file, or {@code -} for standard input, read as strictly as the workflow does. */
  static Checked<SpecFile> read(Path file) {
    List<Problem> problems = new ArrayList<>();
    Object tree = tree(file, problems);
    if (tree == null && !problems.isEmpty()) {
      return invalid(problems);
    }
    Checked<SpecFile> checked = checked(tree);
    if (checked instanceof Checked.Invalid<SpecFile> wrong) {
      problems.addAll(wrong.problems());
    }
    return problems.isEmpty() ? checked : invalid(problems);
  }

  private static @Nullable Object tree(Path file, List<Problem> problems) {
    try {
      String text = file.toString().equals("-") ? standardInput() : Files.readString(file);
      return file.toString().endsWith(".json") ? json(text) : YamlText.read(text, problems);
    } catch (NoSuchFileException missing) {
      problems.add(new Problem("spec", "must be a file, got none of this name", ""));
    } catch (JsonProcessingException malformed) {
      problems.add(syntax(malformed));
    } catch (MalformedInputException binary) {
      problems.add(new Problem("spec", "must be text in UTF-8", "save it as UTF-8"));
    } catch (IOException unreadable) {
      problems.add(new Problem("spec", "must be readable, got " + unreadable.getMessage(), ""));
    }
    return null;
  }

  /** The spec, or the end of the command with all problems. */
  static SpecFile require(Path file) {
    return switch (read(file)) {
      case Checked.Valid<SpecFile> valid -> valid.value();
      case Checked.Invalid<SpecFile> invalid ->
          throw new CommandException(
              ExitCode.REFUSED,
              file + " is not a valid spec",
              invalid.problems().stream().map(Problem::toString).toList());
    };
  }

  RolloutName rollout() {
    return new RolloutName(spec.namespace(), spec.service());
  }

  /** The same, though its revision may have failed before. */
  SpecFile again() {
    Map<String, Object> document = new LinkedHashMap<>();
    ((Map<?, ?>) tree).forEach((field, value) -> document.put(field.toString(), value));
    document.put("again", true);
    return new SpecFile(document, spec);
  }

  /** What lists show beside the id: which service gets which revision. */
  String summary() {
    return spec.service() + " " + spec.revision().name();
  }

  /** What is allowed, and hardly meant. */
  List<Problem> cautions() {
    return Cautions.of(spec);
  }

  private static Checked<SpecFile> checked(@Nullable Object tree) {
    return SpecReader.read(tree)
        .then(spec -> new Checked.Valid<>(new SpecFile(Objects.requireNonNull(tree), spec)));
  }

  private static Checked<SpecFile> invalid(List<Problem> problems) {
    return new Checked.Invalid<>(problems);
  }

  private static Problem syntax(JsonProcessingException malformed) {
    JsonLocation place = malformed.getLocation();
    return new Problem(
        place == null ? "spec" : "line " + place.getLineNr() + ", column " + place.getColumnNr(),
        "must be JSON, got: " + malformed.getOriginalMessage(),
        "correct it there");
  }

  private static String standardInput() throws IOException {
    return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static @Nullable Object json(String text) throws JsonProcessingException {
    return JsonMapper.builder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build()
        .readValue(text, Object.class);
  }
}
