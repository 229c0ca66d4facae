package io.fleetcanary.starter.journal;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.server.Journals;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.show.Json;
import io.fleetcanary.starter.spec.SpecFile;
import io.fleetcanary.starter.spec.SpecSource;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts the spec of a way back together. A revision says only what it changes: what later ones have
 * changed besides must be put back too, to what was promoted last before them.
 */
record Composition(RolloutName name, Lineage lineage, Journals journals) {
  private static final String ENV = "env.";

  /** The spec, or the end of the command where the journal does not know all of it. */
  BackSpec to(PastRollout target, PastRollout now, String by) {
    Map<String, Object> document = new LinkedHashMap<>();
    fields(spec(now).tree()).forEach(document::put);
    document.put("revision", revision(target));
    document.put("again", true);
    document.put("by", by);
    return new BackSpec(now, target, checked(Json.line(document)));
  }

  private Map<String, Object> revision(PastRollout target) {
    SpecFile old = spec(target);
    SortedMap<String, Object> changes = changes(old.spec().revision());
    SortedMap<String, Object> missing = new TreeMap<>();
    lineage.since(target).forEach(it -> missing.putAll(changes(spec(it).spec().revision())));
    missing.keySet().removeAll(changes.keySet());
    for (PastRollout before : missing.isEmpty() ? List.<PastRollout>of() : lineage.until(target)) {
      changes(spec(before).spec().revision())
          .forEach(
              (change, value) -> {
                if (missing.remove(change) != null) {
                  changes.put(change, value);
                }
              });
    }
    if (!missing.isEmpty()) {
      throw unknown(target, String.join(", ", missing.keySet()));
    }
    return written(old.spec().revision(), changes);
  }

  private static CommandException unknown(PastRollout target, String missing) {
    return new CommandException(
        ExitCode.CONFLICT,
        "the journal does not know what these were in "
            + target.revision()
            + ", and later revisions changed them: "
            + missing,
        List.of("write a spec that says it: fleetcanary start FILE --again"));
  }

  private static SortedMap<String, Object> changes(RolloutSpec.Revision revision) {
    SortedMap<String, Object> changes = new TreeMap<>();
    if (revision.image() != null) {
      changes.put("image", revision.image());
    }
    if (revision.args() != null) {
      changes.put("args", revision.args());
    }
    revision.env().forEach((variable, value) -> changes.put(ENV + variable, value));
    return changes;
  }

  private static Map<String, Object> written(
      RolloutSpec.Revision old, SortedMap<String, Object> changes) {
    Map<String, Object> revision = new LinkedHashMap<>();
    Map<String, Object> env = new LinkedHashMap<>();
    revision.put("name", old.name());
    if (old.container() != null) {
      revision.put("container", old.container());
    }
    changes.forEach(
        (change, value) -> {
          if (change.startsWith(ENV)) {
            env.put(change.substring(ENV.length()), value);
          } else {
            revision.put(change, value);
          }
        });
    if (!env.isEmpty()) {
      revision.put("env", env);
    }
    return revision;
  }

  private SpecFile spec(PastRollout rollout) {
    return Kept.of(name, rollout, journals).spec();
  }

  private static Map<String, Object> fields(Object tree) {
    Map<String, Object> fields = new LinkedHashMap<>();
    ((Map<?, ?>) tree).forEach((field, value) -> fields.put(field.toString(), value));
    return fields;
  }

  private static SpecFile checked(String json) {
    return switch (SpecSource.of(Path.of("rollback.json"), json).checked()) {
      case Checked.Valid<SpecFile> valid -> valid.value();
      case Checked.Invalid<SpecFile> invalid ->
          throw new CommandException(
              ExitCode.REFUSED,
              "what the journal has makes no valid spec",
              invalid.problems().stream().map(Problem::toString).toList());
    };
  }
}
