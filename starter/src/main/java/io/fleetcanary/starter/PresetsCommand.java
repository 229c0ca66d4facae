package io.fleetcanary.starter;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.Preset;
import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the metrics that come with the product. */
@Command(name = "presets", description = "shows the metrics that analysis.use can name")
final class PresetsCommand {
  private final Surroundings surroundings;

  @Mixin private Output output = new Output();

  PresetsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Command(name = "list", description = "lists them")
  int list() {
    List<Line> lines =
        Presets.all().stream().map(it -> new Line(it.name(), it.about(), it.engines())).toList();
    output.answer(
        surroundings,
        "Presets",
        new Listing(lines),
        lines.stream().map(line -> "%-14s %s".formatted(line.name, line.about)).toList());
    return ExitCode.DONE.code();
  }

  @Command(name = "show", description = "prints one, or checks a file of your own")
  int show(@Parameters(paramLabel = "NAME", description = "of a preset, or a file") String name) {
    Preset preset = Presets.named(name).orElseGet(() -> file(name));
    output.answer(surroundings, "Preset", preset, preset.text().lines().toList());
    return ExitCode.DONE.code();
  }

  private static Preset file(String name) {
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      String known = "must be a file or one of " + String.join(", ", Presets.names());
      throw new CommandException(ExitCode.REFUSED, known + ", got " + name, List.of());
    }
    try {
      String stem = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "");
      return checked(name, Preset.read(stem, Files.readString(file)));
    } catch (IOException unreadable) {
      throw new CommandException(
          ExitCode.REFUSED, name + " must be readable, got " + unreadable, List.of());
    }
  }

  private static Preset checked(String name, Checked<Preset> preset) {
    return switch (preset) {
      case Checked.Valid<Preset> valid -> valid.value();
      case Checked.Invalid<Preset> invalid ->
          throw new CommandException(
              ExitCode.REFUSED,
              name + " is not a valid preset",
              invalid.problems().stream().map(Problem::toString).toList());
    };
  }

  private record Line(String name, String about, List<String> engines) {}

  private record Listing(List<Line> presets) {}
}
