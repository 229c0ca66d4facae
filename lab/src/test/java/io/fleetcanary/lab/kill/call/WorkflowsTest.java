package io.fleetcanary.lab.kill.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.api.command.v1.Command;
import io.temporal.api.command.v1.ScheduleActivityTaskCommandAttributes;
import io.temporal.api.command.v1.StartChildWorkflowExecutionCommandAttributes;
import io.temporal.api.common.v1.ActivityType;
import io.temporal.api.enums.v1.CommandType;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkflowsTest {
  private final Workflows workflows = new Workflows("killed-1", "chat");

  @Test
  void namesTheFleetAndItsClusters() {
    assertThat(workflows.name("rollout/killed-1/chat")).isEqualTo("fleet");
    assertThat(workflows.name("rollout/killed-1/chat/first")).isEqualTo("fleet/first");
  }

  @Test
  void leavesOutWhatIsMadeAnewEachTime() {
    assertThat(workflows.name("journal/killed-1/chat-20261126174501-0a1b"))
        .isEqualTo("journal/…/chat");
  }

  @Test
  void saysWhatADecisionAsksFor() {
    Command activity =
        Command.newBuilder()
            .setCommandType(CommandType.COMMAND_TYPE_SCHEDULE_ACTIVITY_TASK)
            .setScheduleActivityTaskCommandAttributes(
                ScheduleActivityTaskCommandAttributes.newBuilder()
                    .setActivityType(ActivityType.newBuilder().setName("claim")))
            .build();
    Command child =
        Command.newBuilder()
            .setCommandType(CommandType.COMMAND_TYPE_START_CHILD_WORKFLOW_EXECUTION)
            .setStartChildWorkflowExecutionCommandAttributes(
                StartChildWorkflowExecutionCommandAttributes.newBuilder()
                    .setWorkflowId("rollout/killed-1/chat/first"))
            .build();
    Command timer =
        Command.newBuilder().setCommandType(CommandType.COMMAND_TYPE_START_TIMER).build();

    assertThat(workflows.commands(List.of(activity, child, timer, timer)))
        .containsExactly("claim", "start fleet/first", "start timer");
  }
}
