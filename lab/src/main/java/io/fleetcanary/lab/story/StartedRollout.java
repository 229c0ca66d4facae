package io.fleetcanary.lab.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.invariant.history.History.Approval;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A rollout that was started, as any client sees it. */
public final class StartedRollout {
  private final WorkflowStub workflow;
  private final List<Approval> approvals = new CopyOnWriteArrayList<>();

  private StartedRollout(WorkflowStub workflow) {
    this.workflow = workflow;
  }

  /** Starts a rollout of the service {@code chat} in {@code namespace}. */
  public static StartedRollout start(WorkflowClient client, String namespace, String specJson) {
    return startAs(client, FleetRollout.workflowId(namespace, StorySpec.SERVICE), specJson);
  }

  /** Starts a rollout under any id, as people may. */
  public static StartedRollout startAs(WorkflowClient client, String id, String specJson) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(TaskQueues.CENTRAL).build();
    WorkflowStub workflow = client.newUntypedWorkflowStub("FleetRollout", options);
    workflow.start(json(specJson));
    return new StartedRollout(workflow);
  }

  /** The newest rollout of the stories' service, whoever started it. */
  public static StartedRollout newest(WorkflowClient client) {
    String id = FleetRollout.workflowId(StorySpec.NAMESPACE, StorySpec.SERVICE);
    return new StartedRollout(client.newUntypedWorkflowStub(id));
  }

  public FleetStatus status() {
    return workflow.query("status", FleetStatus.class);
  }

  /** Sends a message as people do. */
  public void signal(String name, Map<String, String> content) {
    if (name.equals("approve")) {
      approvals.add(new Approval(content.getOrDefault("gate", ""), Instant.now()));
    }
    workflow.signal(name, content);
  }

  /** What was approved in this way. */
  List<Approval> approvals() {
    return List.copyOf(approvals);
  }

  /**
   * Waits for the end, whichever it is.
   *
   * @throws IllegalStateException when it has not ended within {@code seconds}
   */
  public FleetOutcome await(long seconds) {
    try {
      return workflow.getResult(seconds, TimeUnit.SECONDS, FleetOutcome.class);
    } catch (TimeoutException late) {
      throw new IllegalStateException("a rollout must end within " + seconds + " s", late);
    } catch (WorkflowFailedException closed) {
      if (closed.getCause() instanceof ApplicationFailure failure) {
        return failure.getDetails().get(FleetOutcome.class);
      }
      throw closed;
    }
  }

  private static JsonNode json(String text) {
    try {
      return Payloads.mapper().readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("a story's spec must be JSON, got " + text, malformed);
    }
  }
}
