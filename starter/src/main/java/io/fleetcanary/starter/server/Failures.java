package io.fleetcanary.starter.server;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;

/** Turns what goes wrong with Temporal into a sentence, a code and a hint. */
record Failures(TemporalConnection connection) {
  private static final String ADDRESS =
      "set TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE, or --address and --namespace";
  private static final String WORKER =
      "is a worker running that polls " + TaskQueues.CENTRAL + "? it logs what it waits for";

  /** The sentence for a failed call; a bug stays what it is. */
  RuntimeException explain(RuntimeException failure) {
    if (failure instanceof WorkflowNotFoundException missing) {
      return new CommandException(
          ExitCode.CONFLICT,
          "%s is not running in namespace %s"
              .formatted(missing.getExecution().getWorkflowId(), connection.namespace()),
          List.of("a rollout is named <namespace>/<service>, and a closed one takes no messages"),
          failure);
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return explain(status.getStatus(), failure);
      }
    }
    return failure;
  }

  private CommandException explain(Status status, RuntimeException failure) {
    return switch (status.getCode()) {
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          new CommandException(
              ExitCode.FORBIDDEN,
              "temporal at %s refused: %s".formatted(connection, sentence(status)),
              List.of("check TEMPORAL_API_KEY and the TLS settings"),
              failure);
      case DEADLINE_EXCEEDED, FAILED_PRECONDITION ->
          new CommandException(
              ExitCode.UNREACHABLE,
              "no worker answered: " + sentence(status),
              List.of(WORKER),
              failure);
      case NOT_FOUND, UNAVAILABLE ->
          new CommandException(
              ExitCode.UNREACHABLE,
              "cannot reach temporal at %s: %s".formatted(connection, sentence(status)),
              List.of(ADDRESS),
              failure);
      default ->
          new CommandException(
              ExitCode.UNEXPECTED,
              "temporal at %s failed: %s".formatted(connection, sentence(status)),
              List.of(),
              failure);
    };
  }

  CommandException noAnswer(Duration patience) {
    return new CommandException(
        ExitCode.UNREACHABLE, "no answer within " + patience.toSeconds() + " s", List.of(WORKER));
  }

  /** A rejected decision: the person had another state in mind, or may not decide. */
  CommandException rejected(WorkflowUpdateException rejection) {
    if (rejection.getCause() instanceof ApplicationFailure failure
        && failure.getType().equals(FleetRollout.NOT_ALLOWED)) {
      return new CommandException(
          ExitCode.FORBIDDEN, failure.getOriginalMessage(), List.of(), rejection);
    }
    String sentence =
        rejection.getCause() instanceof ApplicationFailure failure
            ? failure.getOriginalMessage()
            : String.valueOf(rejection.getMessage());
    return new CommandException(ExitCode.CONFLICT, sentence, List.of(), rejection);
  }

  /** The first line: servers pass on whole stack traces of workers. */
  private static String sentence(Status status) {
    String detail =
        status.getCause() == null ? status.getDescription() : status.getCause().getMessage();
    return detail == null
        ? status.getCode().toString()
        : status.getCode() + ": " + detail.lines().findFirst().orElse("");
  }
}
