package io.fleetcanary.workflow.simulation.engine;

import io.fleetcanary.workflow.simulation.engine.Activities.Argument;
import io.fleetcanary.workflow.simulation.engine.Activities.Call;
import io.fleetcanary.workflow.simulation.engine.Timeline.Moment;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.api.command.v1.ScheduleActivityTaskCommandAttributes;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.internal.statemachines.ExecuteActivityParameters;
import io.temporal.workflow.Functions.Proc2;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of an activity, as the server sees it: its attempts, timeouts and retries. Cancelled, as
 * {@code TRY_CANCEL} has it, the workflow goes on at once; the attempt may.
 *
 * <pre>
 * scheduled ▶ taken ▶ started ▶ completed
 *     ▲          └───────┴▶ failed, timed out ▶ closed
 *     └─── after a pause ──────────┘
 * </pre>
 */
final class ActivityCall {
  private static final RetryState TOO_LATE = RetryState.RETRY_STATE_TIMEOUT;
  private static final RetryState CANCELLED = RetryState.RETRY_STATE_CANCEL_REQUESTED;

  private final Execution run;
  private final ScheduleActivityTaskCommandAttributes asked;
  private final Proc2<Optional<Payloads>, Failure> callback;
  private final Limits limits;
  private final Argument argument;
  private Instant scheduled = Instant.EPOCH;
  private int attempts;
  private boolean sent;
  private boolean unwanted;
  private boolean told;
  private boolean closed;
  private @Nullable Moment waiting;
  private @Nullable Moment deadline;
  private @Nullable Attempt current;
  private @Nullable Failure last;

  ActivityCall(
      Execution run,
      ExecuteActivityParameters parameters,
      Proc2<Optional<Payloads>, Failure> callback) {
    if (parameters.getCancellationType() != ActivityCancellationType.TRY_CANCEL) {
      throw new UnsupportedOperationException("simulated are calls that are not waited for");
    }
    this.run = run;
    this.asked = parameters.getAttributes().build();
    this.callback = callback;
    this.limits = Limits.of(asked);
    this.argument = new Argument(run.engine().converter(), asked.getInput());
  }

  String id() {
    return asked.getActivityId();
  }

  Limits limits() {
    return limits;
  }

  /** The workflow's command. */
  void schedule() {
    if (told) {
      return;
    }
    sent = true;
    scheduled = now();
    deadline = timeline().after(limits.toClose(), this::tooLate);
    put();
  }

  private void put() {
    attempts++;
    Instant taken = run.engine().activities().taken(asked.getTaskQueue().getName(), now());
    Instant patience = now().plus(limits.toStart());
    waiting =
        taken.isAfter(patience)
            ? timeline().at(patience, this::unheard)
            : timeline().at(taken, this::start);
  }

  private void start() {
    Call call =
        new Call(
            asked.getActivityType().getName(),
            run.id(),
            run.runId(),
            scheduled,
            attempts,
            argument);
    current = new Attempt(this, timeline(), run.engine().activities().begin(call));
    current.begin();
  }

  /** The workflow does not want it any more, and hears so at once. */
  void cancel() {
    if (told) {
      return;
    }
    tell(Optional.empty(), Wire.activity(type(), id(), Wire.cancelled(), CANCELLED));
    if (sent) {
      run.command(this::abandon);
    }
  }

  /** An attempt hears of it when it heartbeats, any other not at all. */
  void abandon() {
    unwanted = true;
    if (current == null) {
      close();
    } else {
      current.unwanted();
    }
  }

  boolean wants(Attempt attempt) {
    return current == attempt && !unwanted;
  }

  void completed(Attempt attempt, Object result) {
    if (current == attempt) {
      close();
      Optional<Payloads> output = run.engine().converter().toPayloads(result);
      run.deliver(() -> tell(output, null));
    }
  }

  void failed(Attempt attempt, String message) {
    if (current == attempt) {
      again(attempt, Wire.said(message));
    }
  }

  void timedOut(Attempt attempt, TimeoutType type) {
    if (current == attempt) {
      again(attempt, Wire.timedOut(type, last));
    }
  }

  private void again(Attempt ended, Failure failure) {
    current = null;
    ended.unwanted();
    Instant next = now().plus(limits.pause(attempts));
    if (unwanted || limits.spent(attempts) || next.isAfter(scheduled.plus(limits.toClose()))) {
      boolean spent = !unwanted && limits.spent(attempts);
      fails(failure, spent ? RetryState.RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED : TOO_LATE);
      return;
    }
    last = failure.hasTimeoutFailureInfo() && last != null ? last : failure;
    waiting = timeline().at(next, this::put);
  }

  private void unheard() {
    fails(Wire.timedOut(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START, last), TOO_LATE);
  }

  private void tooLate() {
    fails(Wire.timedOut(TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_CLOSE, last), TOO_LATE);
  }

  private void fails(Failure failure, RetryState state) {
    if (!closed) {
      close();
      run.deliver(() -> tell(Optional.empty(), Wire.activity(type(), id(), failure, state)));
    }
  }

  private void tell(Optional<Payloads> output, @Nullable Failure failure) {
    if (!told) {
      told = true;
      callback.apply(output, failure);
    }
  }

  /** The server forgets it; whoever is still at work hears so from heartbeats. */
  void close() {
    closed = true;
    Attempt left = current;
    current = null;
    run.forget(this);
    for (Moment moment : new Moment[] {waiting, deadline}) {
      if (moment != null) {
        moment.cancel();
      }
    }
    if (left != null) {
      left.unwanted();
    }
  }

  private String type() {
    return asked.getActivityType().getName();
  }

  private Timeline timeline() {
    return run.engine().timeline();
  }

  private Instant now() {
    return timeline().now();
  }
}
