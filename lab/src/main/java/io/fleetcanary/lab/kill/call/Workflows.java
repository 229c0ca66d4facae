package io.fleetcanary.lab.kill.call;

import io.fleetcanary.workflow.FleetRollout;
import io.temporal.api.command.v1.Command;
import java.util.List;
import java.util.Locale;

/** Names of a rollout's workflows and of what they decide, the same for every rollout. */
record Workflows(String namespace, String service) {
  private static final String UUIDS = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String ROLLOUTS = "-\\d{14}-[0-9a-f]{4}";

  /** {@code fleet}, {@code fleet/<cluster>}, or what else there is. */
  String name(String workflowId) {
    return workflowId
        .replace(FleetRollout.workflowId(namespace, service), "fleet")
        .replace(namespace, "…")
        .replaceAll(UUIDS, "…")
        .replaceAll(ROLLOUTS, "");
  }

  /** What a decision asks Temporal for; what only tells people is left out where more is asked. */
  List<String> commands(List<Command> commands) {
    return commands.stream().map(this::command).distinct().toList();
  }

  private String command(Command command) {
    return switch (command.getCommandType()) {
      case COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK ->
          command.getScheduleActivityTaskCommandAttributes().getActivityType().getName();
      case COMMAND_TYPE_START_CHILD_WORKFLOW_EXECUTION ->
          "start "
              + name(command.getStartChildWorkflowExecutionCommandAttributes().getWorkflowId());
      case COMMAND_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION ->
          "signal " + command.getSignalExternalWorkflowExecutionCommandAttributes().getSignalName();
      case COMMAND_TYPE_RECORD_MARKER ->
          "marker " + command.getRecordMarkerCommandAttributes().getMarkerName();
      default ->
          command
              .getCommandType()
              .name()
              .replace("COMMAND_TYPE_", "")
              .replace('_', ' ')
              .toLowerCase(Locale.ROOT);
    };
  }
}
