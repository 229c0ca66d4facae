package io.fleetcanary.workflow.details;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import java.util.ArrayList;
import java.util.List;

/**
 * What a person can do now about a rollout, and what happens if nobody does anything: Markdown,
 * with the JSON to send and the command that does the same, each in a block to copy.
 */
final class NextStep {
  private static final List<String> ORDER = List.of("\"by\": \"you\"", "\"reason\": \"why\"");

  private final FleetStatus status;
  private final List<String> lines = new ArrayList<>();

  private NextStep(FleetStatus status) {
    this.status = status;
  }

  /** At most 30 lines, the first of which says it. */
  static List<String> lines(FleetStatus status) {
    NextStep next = new NextStep(status);
    next.say();
    return next.lines;
  }

  private void say() {
    if (status.phase().ended()) {
      lines.add("**next:** nothing, it has ended");
    } else if (!status.waitingFor().isEmpty()) {
      answer(status.waitingFor().getFirst());
    } else if (status.phase() == FleetPhase.PAUSED) {
      lines.add("**next:** send `resume` or `abort`, with");
      json(ORDER);
      type("resume", "");
    } else if (status.phase() == FleetPhase.RETURNING) {
      lines.add("**next:** nothing, it goes back by itself");
    } else {
      lines.add("**next:** nothing, it goes on by itself; `pause` and `abort` take");
      json(ORDER);
      type("abort", "");
    }
  }

  private void answer(Waiting waiting) {
    lines.add("**next:** send `approve` or `reject`, with");
    List<String> fields = new ArrayList<>();
    fields.add(field("gate", waiting.gate()));
    fields.add(field("digest", status.digest()));
    fields.addAll(ORDER);
    if (waiting.signed()) {
      fields.add(field("signature", "text of the .sig file"));
      fields.add(field("at", "time in the signed text"));
    }
    json(fields);
    if (!waiting.cluster().isEmpty()) {
      lines.add("or `retry`, with");
      json(List.of(field("cluster", waiting.cluster()), ORDER.getFirst()));
    }
    type("approve", " --gate " + waiting.gate() + waiting.key());
  }

  private static String field(String name, String value) {
    return "\"" + name + "\": \"" + value + "\"";
  }

  private void json(List<String> fields) {
    block("json", "{\n  " + String.join(",\n  ", fields) + "\n}");
  }

  private void type(String verb, String more) {
    lines.add("or type");
    block(
        "sh",
        "fleetcanary " + verb + " " + status.workflowId().replaceFirst("^rollout/", "") + more);
  }

  private void block(String language, String text) {
    lines.add("");
    lines.add("```" + language);
    text.lines().forEach(lines::add);
    lines.add("```");
    lines.add("");
  }
}
