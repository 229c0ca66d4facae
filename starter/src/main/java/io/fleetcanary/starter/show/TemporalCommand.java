package io.fleetcanary.starter.show;

import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.client.TemporalConnection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command of Temporal's own CLI that does the same. */
public final class TemporalCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@%+,-]+");

  private TemporalCommand() {}

  /**
   * Starts a rollout. {@code --fail-existing} matters: without it the CLI exits with 0 when the id
   * is running, and drops the input.
   */
  public static String start(
      TemporalConnection connection, String workflowId, String summary, Object spec) {
    return List.of(
            "temporal",
            "workflow",
            "start",
            "--fail-existing",
            "--address",
            connection.target(),
            "--namespace",
            connection.namespace(),
            "--type",
            "FleetRollout",
            "--task-queue",
            TaskQueues.CENTRAL,
            "--workflow-id",
            workflowId,
            "--static-summary",
            summary,
            "--input",
            Json.line(spec))
        .stream()
        .map(TemporalCommand::quoted)
        .collect(Collectors.joining(" "));
  }

  /** As every POSIX shell reads it. */
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
