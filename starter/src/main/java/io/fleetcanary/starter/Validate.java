package io.fleetcanary.starter;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Surroundings;
import java.nio.file.Path;
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
        answer(List.of(), List.of(file + ": valid, " + valid.value().summary()));
        yield ExitCode.DONE.code();
      }
      case Checked.Invalid<SpecFile> invalid -> {
        List<Problem> problems = invalid.problems();
        answer(problems, problems.stream().map(problem -> file + ": " + problem).toList());
        yield ExitCode.REFUSED.code();
      }
    };
  }

  private void answer(List<Problem> problems, List<String> lines) {
    output.answer(
        surroundings,
        "Validation",
        new Validation(file.toString(), problems.isEmpty(), problems),
        lines);
  }

  private record Validation(String file, boolean valid, List<Problem> problems) {}
}
