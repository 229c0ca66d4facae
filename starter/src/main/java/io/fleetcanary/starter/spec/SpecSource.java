package io.fleetcanary.starter.spec;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.SpecReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What should be a spec: what it means or what is wrong with it, and where that stands. */
public final class SpecSource {
  private static final Comparator<Fault> DOWN_THE_FILE =
      Comparator.comparingInt((Fault fault) -> fault.place().line())
          .thenComparingInt(fault -> fault.place().column());

  private final Path file;
  private final Places places = new Places();
  private final List<Problem> problems = new ArrayList<>();
  private final Checked<SpecFile> checked;

  private SpecSource(Path file, @Nullable String text) {
    this.file = file;
    Checked<SpecFile> read = checked(text == null ? readable() : text);
    checked = problems.isEmpty() ? read : new Checked.Invalid<>(problems);
  }

  /** A file, or {@code -} for standard input, read as strictly as the workflow does. */
  static SpecSource of(Path file) {
    return new SpecSource(file, null);
  }

  /** A text that may become a file. */
  public static SpecSource of(Path file, String text) {
    return new SpecSource(file, text);
  }

  Path file() {
    return file;
  }

  public Checked<SpecFile> checked() {
    return checked;
  }

  /** Everything that stands against it, as it goes down the file. */
  List<Fault> faults() {
    return faults(problems);
  }

  /** What is allowed in it, and hardly meant. */
  public List<Fault> cautions() {
    return switch (checked) {
      case Checked.Valid<SpecFile> valid -> faults(valid.value().cautions());
      case Checked.Invalid<SpecFile> invalid -> List.of();
    };
  }

  private List<Fault> faults(List<Problem> problems) {
    return problems.stream()
        .map(problem -> new Fault(file, places.of(problem), problem))
        .sorted(DOWN_THE_FILE)
        .toList();
  }

  private @Nullable String readable() {
    try {
      return file.toString().equals("-") ? standardInput() : Files.readString(file);
    } catch (NoSuchFileException missing) {
      problems.add(new Problem("spec", "must be a file, got none of this name", ""));
    } catch (MalformedInputException binary) {
      problems.add(new Problem("spec", "must be text in UTF-8", "save it as UTF-8"));
    } catch (IOException unreadable) {
      problems.add(new Problem("spec", "must be readable, got " + unreadable.getMessage(), ""));
    }
    return null;
  }

  private Checked<SpecFile> checked(@Nullable String text) {
    Object tree = text == null ? null : tree(text);
    if (tree == null && !problems.isEmpty()) {
      return new Checked.Invalid<>(problems);
    }
    Checked<SpecFile> read =
        SpecReader.read(tree)
            .then(spec -> new Checked.Valid<>(new SpecFile(Objects.requireNonNull(tree), spec)));
    if (read instanceof Checked.Invalid<SpecFile> wrong) {
      problems.addAll(wrong.problems());
    }
    return read;
  }

  private @Nullable Object tree(String text) {
    try {
      return file.toString().endsWith(".json")
          ? JsonText.read(text, problems, places)
          : YamlText.read(text, problems, places);
    } catch (IOException impossible) {
      throw new IllegalStateException("a text in memory can always be read", impossible);
    }
  }

  private static String standardInput() throws IOException {
    return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
  }
}
