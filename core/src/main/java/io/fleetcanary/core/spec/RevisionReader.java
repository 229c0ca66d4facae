package io.fleetcanary.core.spec;

import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Naming;
import io.fleetcanary.core.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what is new. */
final class RevisionReader {
  private RevisionReader() {}

  static RolloutSpec.@Nullable Revision read(Value value) {
    Fields fields =
        value
            .required("say what is new: name, and image, env or args")
            .fields(SpecForm.REVISION.names());
    String name = fields.get("name").required("say what people call it").named(Naming.LABEL_VALUE);
    String image = fields.get("image").named(Naming.IMAGE);
    String container = fields.get("container").named(Naming.DNS_LABEL);
    SortedMap<String, String> env = variables(fields.get("env"));
    List<String> args = fields.has("args") ? arguments(fields.get("args")) : null;
    if (!fields.has("image") && !fields.has("env") && !fields.has("args")) {
      fields.refuse("must change something", "give at least one of image, env and args");
    }
    return name == null ? null : new RolloutSpec.Revision(name, image, container, env, args);
  }

  private static SortedMap<String, String> variables(Value value) {
    SortedMap<String, String> variables = new TreeMap<>();
    var written = Fields.any(value);
    if (value.raw() instanceof Map && written.isEmpty()) {
      value.refuse("must name a variable", "add one, or leave it out");
    }
    written.forEach(
        (name, variable) -> {
          String text = literal(variable);
          if (!Naming.VARIABLE.fits(name)) {
            variable.refuse("must be " + Naming.VARIABLE.rule(), Naming.VARIABLE.fix());
          } else if (text != null) {
            variables.put(name, text);
          }
        });
    return variables;
  }

  private static List<String> arguments(Value value) {
    List<String> arguments = new ArrayList<>();
    if (value.raw() instanceof List<?> list && list.isEmpty()) {
      return arguments; // to remove the arguments is a change like any other
    }
    for (Value argument : value.items("arguments")) {
      String text = literal(argument);
      if (text != null) {
        arguments.add(text);
      }
    }
    return arguments;
  }

  /** Any text, the empty one too. It may be a secret that somebody put here: never quote it. */
  private static @Nullable String literal(Value value) {
    if (value.raw() instanceof String text) {
      return text;
    }
    value.refuse("must be text", "write it in quotes");
    return null;
  }
}
