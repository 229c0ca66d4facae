package io.fleetcanary.starter.spec;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.Cautions;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.SpecReader;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Asker;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.workflow.Payloads;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A spec in a file. YAML 1.2 and JSON mean the same here: numbers, true, false and null are as in
 * JSON, everything else is text.
 *
 * @param tree what the file says, the input of the workflow
 * @param spec what it means
 */
public record SpecFile(Object tree, RolloutSpec spec) {
  /** The spec in a file, or the end of the command with all problems. */
  public static SpecFile require(Path file, Surroundings surroundings) {
    SpecSource source = SpecSource.of(file);
    return switch (source.checked()) {
      case Checked.Valid<SpecFile> valid -> valid.value();
      case Checked.Invalid<SpecFile> invalid -> {
        Annotations.write(surroundings, "error", source.faults());
        throw new CommandException(
            ExitCode.REFUSED,
            file + " is not a valid spec",
            source.faults().stream().map(Fault::toString).toList());
      }
    };
  }

  public RolloutName rollout() {
    return new RolloutName(spec.namespace(), spec.service());
  }

  /** The same, though its revision may have failed before. */
  public SpecFile again() {
    Map<String, Object> document = fields();
    document.put("again", true);
    return new SpecFile(document, spec);
  }

  /** The same, with who asks for it. */
  public SpecFile askedBy(Asker asker, Surroundings surroundings) {
    return asker.name(spec.by(), surroundings).map(this::by).orElse(this);
  }

  private SpecFile by(String name) {
    Map<String, Object> document = fields();
    document.put("by", name);
    return switch (SpecReader.read(document)) {
      case Checked.Valid<RolloutSpec> valid -> new SpecFile(document, valid.value());
      case Checked.Invalid<RolloutSpec> invalid ->
          throw new CommandException(
              ExitCode.REFUSED,
              "what --by says makes no valid spec",
              invalid.problems().stream().map(Problem::toString).toList());
    };
  }

  private Map<String, Object> fields() {
    Map<String, Object> document = new LinkedHashMap<>();
    ((Map<?, ?>) tree).forEach((field, value) -> document.put(field.toString(), value));
    return document;
  }

  /** What lists show beside the id: which service gets which revision. */
  public String summary() {
    return spec.service() + " " + spec.revision().name();
  }

  /** What is allowed, and hardly meant. */
  public List<Problem> cautions() {
    return Cautions.of(spec);
  }

  /** The input of the workflow, as JSON. */
  public JsonNode input() {
    return Payloads.mapper().valueToTree(tree);
  }
}
