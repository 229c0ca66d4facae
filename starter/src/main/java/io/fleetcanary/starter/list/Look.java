package io.fleetcanary.starter.list;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.list.Listed.Said;
import io.fleetcanary.starter.server.Ending;
import io.fleetcanary.starter.server.Histories;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.server.Run;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Looks at many rollouts: workers are asked about those that run, what has ended is read from its
 * history, which needs nobody.
 */
final class Look {
  private static final int AT_ONCE = 16;

  /** Others wait for their turn. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Rollouts rollouts;

  Look(Rollouts rollouts) {
    this.rollouts = rollouts;
  }

  /** One line for each, in their order. */
  List<Listed> at(List<Run> runs) {
    ExecutorService looking = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    try (looking) {
      return runs.stream()
          .map(run -> CompletableFuture.supplyAsync(() -> at(run), looking))
          .toList()
          .stream()
          .map(Look::joined)
          .toList();
    }
  }

  private static Listed joined(CompletableFuture<Listed> looking) {
    try {
      return looking.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof CommandException known ? known : failed;
    }
  }

  private Listed at(Run run) {
    return run.open() ? open(run) : closed(run);
  }

  private Listed open(Run run) {
    try {
      return asked(run);
    } catch (CommandException nobody) {
      return Listed.of(run, revision(run), new Said("UNKNOWN", "no worker answers"));
    }
  }

  private Listed asked(Run run) {
    FleetStatus status = rollouts.status(run.workflowId(), run.runId(), PATIENCE);
    return Listed.of(
        run,
        status.revision().isEmpty() ? revision(run) : status.revision(),
        new Said(
            status.phase().name(),
            status.reason(),
            status.waitingFor().stream().map(Waiting::gate).toList()));
  }

  private Listed closed(Run run) {
    HistoryEvent end = rollouts.histories().last(run.workflowId(), run.runId());
    Said how =
        Ending.of(end)
            .map(ending -> new Said(ending.phase().name(), ending.reason()))
            .orElseGet(() -> otherwise(run, end));
    return Listed.of(run, revision(run), how);
  }

  private static Said otherwise(Run run, HistoryEvent end) {
    return end.hasWorkflowExecutionFailedEventAttributes()
        ? new Said(
            "FAILED", end.getWorkflowExecutionFailedEventAttributes().getFailure().getMessage())
        : new Said(cut(run.closing()), "closed from outside");
  }

  private static String cut(WorkflowExecutionStatus closing) {
    return closing.name().replace("WORKFLOW_EXECUTION_STATUS_", "");
  }

  /** What was asked for; a spec that could not be read has none. */
  private String revision(Run run) {
    return Histories.read(
            rollouts
                .histories()
                .first(run.workflowId(), run.runId())
                .getWorkflowExecutionStartedEventAttributes()
                .getInput(),
            JsonNode.class)
        .map(spec -> spec.path("revision").path("name").asText(""))
        .orElse("");
  }
}
