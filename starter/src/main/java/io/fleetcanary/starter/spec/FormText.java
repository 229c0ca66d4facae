package io.fleetcanary.starter.spec;

import io.fleetcanary.core.form.Field;
import io.fleetcanary.core.form.Form;
import io.fleetcanary.starter.show.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A field of the spec in words. */
final class FormText {
  private FormText() {}

  /** One field and what can be written in it. */
  static List<String> lines(String path, Field field) {
    List<String> lines = new ArrayList<>();
    lines.add(path + ": " + nature(field));
    lines.add("  " + field.about());
    lines.add("");
    lines.add("  example");
    lines.add("    " + field.name() + ": " + Json.line(field.example()));
    field.form().inside().ifPresent(shape -> lines.addAll(inside(shape)));
    return lines;
  }

  /** What can be written in an object. */
  static List<String> inside(Form.Shape shape) {
    List<String> lines = new ArrayList<>();
    for (Field field : shape.fields()) {
      lines.add("");
      lines.add("  " + field.name() + ": " + nature(field));
      lines.add("    " + field.about());
    }
    return lines;
  }

  private static String nature(Field field) {
    return kind(field.form()) + (field.required() ? ", required" : "") + silence(field);
  }

  private static String silence(Field field) {
    return Optional.ofNullable(field.otherwise())
        .map(value -> ", default " + (value instanceof String text ? text : Json.line(value)))
        .orElse("");
  }

  static String kind(Form form) {
    return switch (form) {
      case Form.Text any -> "text";
      case Form.Named any -> "text";
      case Form.Literal any -> "text";
      case Form.Word word -> String.join(" | ", word.words());
      case Form.Whole whole -> "whole number " + whole.least() + " to " + whole.most();
      case Form.Figure any -> "number";
      case Form.Flag any -> "true | false";
      case Form.Share any -> "percentage";
      case Form.Time any -> "duration";
      case Form.Items items -> "list of " + kind(items.item());
      case Form.Foreign any -> "object of another format";
      case Form.Entries entries -> "names with " + kind(entries.value());
      case Form.Shape any -> "object";
      case Form.Either either -> kind(either.one()) + " | " + kind(either.other());
    };
  }
}
