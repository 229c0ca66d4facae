package io.fleetcanary.starter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.SpecReader;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.server.RolloutName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

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
    try {
      String text = file.toString().equals("-") ? standardInput() : Files.readString(file);
      Object tree = file.toString().endsWith(".json") ? json(text) : yaml(text, file.toString());
      return checked(tree);
    } catch (IOException unreadable) {
      return invalid("must be readable, got " + unreadable);
    } catch (YamlEngineException malformed) {
      return invalid("must be YAML: " + malformed.getMessage());
    }
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

  /** What lists show beside the id: which service gets which revision. */
  String summary() {
    return spec.service() + " " + spec.revision().name();
  }

  private static Checked<SpecFile> checked(@Nullable Object tree) {
    return SpecReader.read(tree)
        .then(spec -> new Checked.Valid<>(new SpecFile(Objects.requireNonNull(tree), spec)));
  }

  private static Checked<SpecFile> invalid(String rule) {
    return new Checked.Invalid<>(List.of(new Problem("spec", rule, "")));
  }

  private static String standardInput() throws IOException {
    return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static @Nullable Object yaml(String text, String label) {
    LoadSettings strict =
        LoadSettings.builder().setLabel(label).setAllowDuplicateKeys(false).build();
    return new Load(strict).loadFromString(text);
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
