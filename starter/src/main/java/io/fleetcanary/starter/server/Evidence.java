package io.fleetcanary.starter.server;

import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.workflow.pool.EvidencePool;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Optional;

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
    WorkflowStub pool =
        client.newUntypedWorkflowStub(EvidencePool.workflowId(name.namespace(), name.service()));
    try {
      return Optional.of(
          questions.answered(
              ANSWER, () -> pool.query("status", Pool.class), () -> failures.noAnswer(ANSWER)));
    } catch (CommandException none) {
      return Optional.empty();
    }
  }
}
