package io.fleetcanary.starter.report;

import com.google.protobuf.Timestamp;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.report.Decision;
import io.fleetcanary.report.Move;
import io.fleetcanary.report.Tale;
import io.fleetcanary.starter.server.Histories;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.question.Typed;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.update.v1.Outcome;
import io.temporal.api.update.v1.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Reads a run's history, event by event: who decided what, and what clusters told. */
final class Reading {
  private final SequencedMap<String, Decision> decisions = new LinkedHashMap<>();
  private final List<Move> moves = new ArrayList<>();
  private @Nullable Instant endedAt;
  private String closing = "";

  private Reading() {}

  static Tale of(List<HistoryEvent> history) {
    Reading reading = new Reading();
    history.forEach(reading::read);
    WorkflowExecutionStartedEventAttributes start =
        history.getFirst().getWorkflowExecutionStartedEventAttributes();
    return new Tale(
        start.getOriginalExecutionRunId(),
        instant(history.getFirst().getEventTime()),
        starter(start),
        Optional.ofNullable(reading.endedAt),
        reading.closing,
        List.copyOf(reading.decisions.values()),
        reading.moves);
  }

  /** Whom the spec names, and the client that has sent it. */
  private static String starter(WorkflowExecutionStartedEventAttributes start) {
    String by = Typed.order(Histories.read(start.getInput(), Object.class).orElse("")).by();
    return by.isEmpty() ? start.getIdentity() : by + " (" + start.getIdentity() + ")";
  }

  private void read(HistoryEvent event) {
    Instant at = instant(event.getEventTime());
    switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED -> signal(at, event);
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED ->
          update(
              at, event.getWorkflowExecutionUpdateAcceptedEventAttributes().getAcceptedRequest());
      case EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_COMPLETED -> answer(event);
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED ->
          outside(
              at,
              "cancel",
              event.getWorkflowExecutionCancelRequestedEventAttributes().getIdentity());
      case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> {
        outside(
            at, "terminate", event.getWorkflowExecutionTerminatedEventAttributes().getIdentity());
        close(at, "terminated");
      }
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED -> close(at, "completed");
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED -> close(at, "failed");
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED -> close(at, "canceled");
      case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT -> close(at, "timed out");
      default -> {} // what the rollout does between decisions is in what its clusters tell
    }
  }

  private void close(Instant at, String how) {
    endedAt = at;
    closing = how;
  }

  private void signal(Instant at, HistoryEvent event) {
    var signal = event.getWorkflowExecutionSignaledEventAttributes();
    if (signal.getSignalName().equals("report")) {
      Histories.read(signal.getInput(), ClusterRollout.Report.class)
          .ifPresent(told -> moves.add(move(at, told.status())));
      return;
    }
    decisions.put(
        "event " + event.getEventId(),
        decision(at, signal.getSignalName(), signal.getInput()).from(signal.getIdentity()));
  }

  private void update(Instant at, Request request) {
    decisions.put(
        request.getMeta().getUpdateId(),
        decision(at, request.getInput().getName(), request.getInput().getArgs())
            .from(request.getMeta().getIdentity()));
  }

  private void answer(HistoryEvent event) {
    var completed = event.getWorkflowExecutionUpdateCompletedEventAttributes();
    decisions.computeIfPresent(
        completed.getMeta().getUpdateId(),
        (id, decision) -> decision.answered(sentence(completed.getOutcome())));
  }

  private static String sentence(Outcome outcome) {
    return outcome.hasFailure()
        ? outcome.getFailure().getMessage()
        : Histories.read(outcome.getSuccess(), String.class).orElse("");
  }

  private void outside(Instant at, String what, String identity) {
    decisions.put(what + at, new Decision(at, what, "", "", "", identity, ""));
  }

  private static Decision decision(Instant at, String what, Payloads input) {
    Typed said = Typed.of(what, Histories.read(input, Object.class).orElse(""));
    String about = said.gate().isEmpty() ? said.cluster() : said.gate();
    return new Decision(at, what, about, said.by(), said.reason(), "", "");
  }

  private static Move move(Instant at, ClusterStatus told) {
    return new Move(at, told.cluster(), told.phase(), told.set().percent(), told.reason());
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }
}
