package io.fleetcanary.starter.spec;

import io.fleetcanary.core.document.Spelling;
import io.fleetcanary.core.form.Field;
import io.fleetcanary.core.form.Form;
import io.fleetcanary.core.spec.SpecForm;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Surroundings;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what a field of the spec means, in the words that editors show. */
@Command(name = "explain", description = "says what a field of the spec means; all of them without")
public final class Explain implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "as problems call it, e.g. waves.approval.within or waves[0].steps")
  private String path = "";

  @Mixin private Output output = new Output();

  public Explain(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    String plain = path.replaceAll("\\[[0-9]*]", "");
    if (plain.isEmpty()) {
      List<String> lines = FormText.inside(SpecForm.ROLLOUT);
      answer(plain, null, SpecForm.ROLLOUT, lines.subList(1, lines.size()));
    } else {
      Field field = find(plain);
      answer(plain, field, field.form().inside().orElse(null), FormText.lines(plain, field));
    }
    return ExitCode.DONE.code();
  }

  private static Field find(String path) {
    Form form = SpecForm.ROLLOUT;
    Field found = null;
    String before = "";
    for (String name : path.split("\\.", -1)) {
      Form.Shape shape = form.inside().orElse(null);
      if (shape == null) {
        throw unknown(path, before + " has no fields", List.of("fleetcanary explain " + before));
      }
      found = shape.field(name).orElse(null);
      String place = before.isEmpty() ? "" : before + ".";
      if (found == null) {
        throw unknown(path, place + name + " is not a field", meant(place, name, shape.names()));
      }
      form = found.form();
      before = place + name;
    }
    return Objects.requireNonNull(found);
  }

  private static List<String> meant(String place, String name, List<String> known) {
    return List.of(
        Spelling.closest(name, known)
            .map(word -> "did you mean " + place + word + "?")
            .orElse("use one of " + String.join(", ", known)));
  }

  private static CommandException unknown(String path, String why, List<String> hints) {
    return new CommandException(
        ExitCode.REFUSED, "must be a field of the spec, got " + path + ": " + why, hints);
  }

  private void answer(
      String path, @Nullable Field field, Form.@Nullable Shape inside, List<String> lines) {
    List<Said> fields =
        inside == null ? List.of() : inside.fields().stream().map(Said::of).toList();
    output.answer(
        surroundings,
        "Explanation",
        new Explanation(path, field == null ? null : Said.of(field), fields),
        lines);
  }

  private record Explanation(String path, @Nullable Said field, List<Said> fields) {}

  private record Said(
      String name,
      String type,
      boolean required,
      String description,
      Object example,
      @Nullable Object otherwise) {
    static Said of(Field field) {
      return new Said(
          field.name(),
          FormText.kind(field.form()),
          field.required(),
          field.about(),
          field.example(),
          field.otherwise());
    }
  }
}
