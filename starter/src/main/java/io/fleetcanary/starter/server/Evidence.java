package io.fleetcanary.starter.server;

import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.workflow.pool.EvidencePool;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What the clusters of a rollout have told its pool of evidence. */
public final class Evidence {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final WorkflowClient client;
  private final Questions questions;
  private final Failures failures;

  Evidence(WorkflowClient client, Questions questions, Failures failures) {
    this.client = client;
    this.questions = questions;
    this.failures = failures;
  }

  /** All of it; empty where nothing is pooled, or nobody answers. */
  public Optional<Pool> of(RolloutName name) {
    WorkflowStub pool = client.newUntypedWorkflowStub(id(name));
    return answered(() -> pool.query("status", Pool.class)).map(Pool::whole);
  }

  /** Since when evidence is pooled; empty where none is. */
  public Optional<Instant> since(RolloutName name) {
    return answered(() -> begun(client.newUntypedWorkflowStub(id(name)).describe()));
  }

  /** The pool goes on in a new run every so often. */
  private Instant begun(WorkflowExecutionDescription last) {
    String run = last.getExecution().getRunId();
    return Optional.ofNullable(last.getFirstRunId())
        .filter(first -> !first.isEmpty() && !first.equals(run))
        .flatMap(first -> startOf(run(last.getExecution().getWorkflowId(), first)))
        .orElseGet(last::getStartTime);
  }

  /** Empty where Temporal has forgotten it. */
  private static Optional<Instant> startOf(WorkflowStub run) {
    try {
      return Optional.of(run.describe().getStartTime());
    } catch (WorkflowNotFoundException forgotten) {
      return Optional.empty();
    }
  }

  private WorkflowStub run(String workflowId, String runId) {
    return client.newUntypedWorkflowStub(
        WorkflowTargetOptions.newBuilder().setWorkflowId(workflowId).setRunId(runId).build());
  }

  private <T> Optional<T> answered(Callable<T> question) {
    try {
      return Optional.of(questions.answered(ANSWER, question, () -> failures.noAnswer(ANSWER)));
    } catch (CommandException none) {
      return Optional.empty();
    }
  }

  private static String id(RolloutName name) {
    return EvidencePool.workflowId(name.namespace(), name.service());
  }
}
