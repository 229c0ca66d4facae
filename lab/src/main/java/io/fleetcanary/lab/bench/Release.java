package io.fleetcanary.lab.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.TaskQueues;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A rollout that was started, and what Temporal knows of it. */
record Release(WorkflowClient client, ReleaseSpec spec, WorkflowStub workflow) {
  private static final long MINUTES = 10;

  static Release start(WorkflowClient client, ReleaseSpec spec) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(FleetRollout.workflowId(spec.namespace(), "chat"))
            .setTaskQueue(TaskQueues.CENTRAL)
            .build();
    WorkflowStub workflow = client.newUntypedWorkflowStub("FleetRollout", options);
    workflow.start(json(spec.json()));
    return new Release(client, spec, workflow);
  }

  /** Sends the order and returns when Temporal has it. */
  void abort() {
    workflow.signal("abort", Map.of("by", "bench", "reason", "measured"));
  }

  /** Waits for the end, whichever it is. */
  FleetOutcome await() {
    try {
      return workflow.getResult(MINUTES, TimeUnit.MINUTES, FleetOutcome.class);
    } catch (TimeoutException late) {
      throw new IllegalStateException("a rollout must end within " + MINUTES + " min", late);
    } catch (WorkflowFailedException closed) {
      if (closed.getCause() instanceof ApplicationFailure failure) {
        return failure.getDetails().get(FleetOutcome.class);
      }
      throw closed;
    }
  }

  /** Where the order to abort, sent then, spent its time; for a rollout of one cluster. */
  AbortPath abortPath(Instant sent, Instant off) {
    return AbortPath.of(
        sent,
        client.streamHistory(FleetRollout.workflowId(spec.namespace(), "chat")).toList(),
        client.streamHistory(child(spec.clusters().getFirst())).toList(),
        off);
  }

  /** Events in the history of the fleet's workflow. */
  long events() {
    return workflow.describe().getHistoryLength();
  }

  /** Events in the history of each cluster's workflow, summed. */
  long clusterEvents() {
    return spec.clusters().stream().mapToLong(name -> cluster(name).getHistoryLength()).sum();
  }

  /** From the end of a cluster to the begin of the next, where they are released one by one. */
  List<Duration> gaps() {
    List<Duration> gaps = new ArrayList<>();
    List<String> clusters = spec.clusters();
    for (int i = 1; i < clusters.size(); i++) {
      Instant settled = promoted(clusters.get(i - 1));
      gaps.add(Duration.between(settled, cluster(clusters.get(i)).getExecutionTime()));
    }
    return gaps;
  }

  /** When a cluster's child told its parent that its probation began, which is all it waits for. */
  private Instant promoted(String name) {
    return client
        .streamHistory(child(name))
        .filter(Release::tellsOfProbation)
        .map(
            event ->
                Instant.ofEpochSecond(
                    event.getEventTime().getSeconds(), event.getEventTime().getNanos()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean tellsOfProbation(HistoryEvent event) {
    return event.hasSignalExternalWorkflowExecutionInitiatedEventAttributes()
        && event
            .getSignalExternalWorkflowExecutionInitiatedEventAttributes()
            .getInput()
            .getPayloads(0)
            .getData()
            .toStringUtf8()
            .contains(ClusterPhase.PROBATION.name());
  }

  private WorkflowExecutionDescription cluster(String name) {
    return client.newUntypedWorkflowStub(child(name)).describe();
  }

  private String child(String name) {
    return FleetRollout.workflowId(spec.namespace(), "chat") + "/" + name;
  }

  private static JsonNode json(String text) {
    try {
      return Payloads.mapper().readTree(text);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("a spec must be JSON, got " + text, malformed);
    }
  }
}
