package io.fleetcanary.starter.spec;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Surroundings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Checks specs without asking anybody. */
@Command(name = "validate", description = "checks a spec's shape, offline; all problems at once")
public final class Validate implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "specs, YAML or JSON; - for standard input")
  private List<Path> files = List.of();

  @Mixin private Output output = new Output();

  public Validate(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    List<SpecSource> sources = files.stream().map(SpecSource::of).toList();
    for (SpecSource source : sources) {
      Annotations.write(surroundings, "error", source.faults());
      Annotations.write(surroundings, "warning", source.cautions());
    }
    List<Validation> all = sources.stream().map(Validation::of).toList();
    boolean valid = all.stream().allMatch(Validation::valid);
    List<String> lines = sources.stream().flatMap(Validate::lines).toList();
    if (all.size() == 1) {
      output.answer(surroundings, "Validation", all.getFirst(), lines);
    } else {
      output.answer(surroundings, "Validations", new Validations(valid, all), lines);
    }
    return valid ? ExitCode.DONE.code() : ExitCode.REFUSED.code();
  }

  private static Stream<String> lines(SpecSource source) {
    return switch (source.checked()) {
      case Checked.Valid<SpecFile> valid ->
          Stream.concat(
              Stream.of(source.file() + ": valid, " + valid.value().summary()),
              source.cautions().stream().map(Fault::warning));
      case Checked.Invalid<SpecFile> invalid -> source.faults().stream().map(Fault::toString);
    };
  }

  private record Validations(boolean valid, List<Validation> files) {}

  private record Validation(
      String file, boolean valid, List<Located> problems, List<Located> warnings) {
    static Validation of(SpecSource source) {
      return new Validation(
          source.file().toString(),
          source.faults().isEmpty(),
          source.faults().stream().map(Located::of).toList(),
          source.cautions().stream().map(Located::of).toList());
    }
  }

  /** Line and column are left out where it stands nowhere. */
  private record Located(
      String path, String rule, String fix, @Nullable Integer line, @Nullable Integer column) {
    static Located of(Fault fault) {
      Place place = fault.place();
      return new Located(
          fault.problem().path(),
          fault.problem().rule(),
          fault.problem().fix(),
          place.known() ? place.line() : null,
          place.known() ? place.column() : null);
    }
  }
}
