package io.fleetcanary.starter;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks a spec without asking anybody. */
@Command(name = "validate", description = "checks a spec's shape, offline; all problems at once")
final class Validate implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "a spec, YAML or JSON; - for standard input")
  private Path file = Path.of("-");

  @Mixin private Output output = new Output();

  Validate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    return switch (SpecFile.read(file)) {
      case Checked.Valid<SpecFile> valid -> {
        accept(valid.value());
        yield ExitCode.DONE.code();
      }
      case Checked.Invalid<SpecFile> invalid -> {
        refuse(invalid.problems());
        yield ExitCode.REFUSED.code();
      }
    };
  }

  private void accept(SpecFile spec) {
    List<String> lines = new ArrayList<>(List.of(file + ": valid, " + spec.summary()));
    spec.cautions().forEach(caution -> lines.add(file + ": warning: " + caution));
    answer(new Validation(file.toString(), true, List.of(), spec.cautions()), lines);
  }

  private void refuse(List<Problem> problems) {
    answer(
        new Validation(file.toString(), false, problems, List.of()),
        problems.stream().map(problem -> file + ": " + problem).toList());
  }

  private void answer(Validation validation, List<String> lines) {
    output.answer(surroundings, "Validation", validation, lines);
  }

  private record Validation(
      String file, boolean valid, List<Problem> problems, List<Problem> warnings) {}
}
