package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.command.v1.ContinueAsNewWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.SignalExternalWorkflowExecutionCommandAttributes;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.sdk.v1.UserMetadata;
import io.temporal.failure.CanceledFailure;
import io.temporal.internal.statemachines.ExecuteActivityParameters;
import io.temporal.internal.statemachines.ExecuteLocalActivityParameters;
import io.temporal.internal.statemachines.LocalActivityCallback;
import io.temporal.internal.statemachines.StartChildWorkflowExecutionParameters;
import io.temporal.internal.statemachines.StartNexusOperationParameters;
import io.temporal.workflow.Functions.Func;
import io.temporal.workflow.Functions.Func1;
import io.temporal.workflow.Functions.Proc;
import io.temporal.workflow.Functions.Proc1;
import io.temporal.workflow.Functions.Proc2;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What a run can ask for. As with a real server, it is asked for when the workflow task is over,
 * and what comes of it arrives with a later one.
 */
final class RunContext extends RunInfo {
  private final Execution run;
  private final Random random;
  private boolean cancelRequested;
  private boolean completed;
  private @Nullable ContinueAsNewWorkflowExecutionCommandAttributes next;
  private @Nullable Throwable bug;

  RunContext(
      Execution run,
      WorkflowExecution execution,
      WorkflowExecutionStartedEventAttributes started,
      long seed) {
    super(execution, started, run.engine().timeline().now().toEpochMilli());
    this.run = run;
    random = new Random(seed);
  }

  @Override
  public ScheduleActivityTaskOutput scheduleActivityTask(
      ExecuteActivityParameters parameters, Proc2<Optional<Payloads>, Failure> callback) {
    parameters.getAttributes().setActivityId(randomUUID().toString());
    ActivityCall call = new ActivityCall(run, parameters, callback);
    run.knows(call);
    run.command(call::schedule);
    return new ScheduleActivityTaskOutput(call.id(), reason -> call.cancel());
  }

  @Override
  public Proc scheduleLocalActivityTask(
      ExecuteLocalActivityParameters parameters, LocalActivityCallback callback) {
    throw new UnsupportedOperationException("local activities are not simulated");
  }

  @Override
  public Proc1<Exception> startChildWorkflow(
      StartChildWorkflowExecutionParameters parameters,
      Proc2<WorkflowExecution, Exception> started,
      Proc2<Optional<Payloads>, Exception> ended) {
    Child child = new Child(run, parameters, started, ended);
    run.command(child::start);
    return reason -> child.cancel();
  }

  @Override
  public Proc1<Exception> startNexusOperation(
      StartNexusOperationParameters parameters,
      Proc2<Optional<String>, Failure> started,
      Proc2<Optional<Payload>, Failure> ended) {
    throw new UnsupportedOperationException("Nexus is not simulated");
  }

  /** A signal that is on its way cannot be taken back. */
  @Override
  public Proc1<Exception> signalExternalWorkflowExecution(
      SignalExternalWorkflowExecutionCommandAttributes.Builder attributes,
      Proc2<Void, Failure> callback) {
    SignalExternalWorkflowExecutionCommandAttributes signal = attributes.build();
    run.command(() -> run.engine().signals(run, signal, callback));
    return reason -> {};
  }

  @Override
  public void requestCancelExternalWorkflowExecution(
      WorkflowExecution execution,
      @Nullable String reason,
      Proc2<Void, RuntimeException> callback) {
    throw new UnsupportedOperationException("no workflow cancels another one");
  }

  @Override
  public Proc1<RuntimeException> newTimer(
      Duration delay, UserMetadata metadata, Proc1<RuntimeException> callback) {
    if (!delay.isPositive()) {
      callback.apply(null);
      return reason -> {};
    }
    AtomicBoolean over = new AtomicBoolean();
    Runnable fires =
        () -> {
          if (!over.getAndSet(true)) {
            callback.apply(null);
          }
        };
    run.command(() -> run.engine().timeline().after(delay, () -> run.deliver(fires, over)));
    return reason -> {
      if (!over.getAndSet(true)) {
        callback.apply(new CanceledFailure("Canceled by request"));
      }
    };
  }

  @Override
  public void sideEffect(
      Func<Optional<Payloads>> effect, UserMetadata metadata, Proc1<Optional<Payloads>> callback) {
    callback.apply(effect.apply());
  }

  @Override
  public void mutableSideEffect(
      String id,
      UserMetadata metadata,
      Func1<Optional<Payloads>, Optional<Payloads>> effect,
      Proc1<Optional<Payloads>> callback) {
    throw new UnsupportedOperationException("mutable side effects are not simulated");
  }

  @Override
  public Integer getVersion(
      String change, int oldest, int newest, Proc2<Integer, RuntimeException> callback) {
    callback.apply(newest, null);
    return newest;
  }

  @Override
  public long currentTimeMillis() {
    return run.taskTime().toEpochMilli();
  }

  @Override
  public Random newRandom() {
    return new Random(random.nextLong());
  }

  @Override
  public UUID randomUUID() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  @Override
  public boolean isCancelRequested() {
    return cancelRequested;
  }

  @Override
  public void setCancelRequested() {
    cancelRequested = true;
  }

  @Override
  public boolean isWorkflowMethodCompleted() {
    return completed;
  }

  @Override
  public void setWorkflowMethodCompleted() {
    completed = true;
  }

  @Override
  public @Nullable ContinueAsNewWorkflowExecutionCommandAttributes getContinueAsNewOnCompletion() {
    return next;
  }

  @Override
  public void continueAsNewOnCompletion(
      ContinueAsNewWorkflowExecutionCommandAttributes attributes) {
    next = attributes;
  }

  @Override
  public @Nullable Throwable getWorkflowTaskFailure() {
    return bug;
  }

  @Override
  public void failWorkflowTask(Throwable failure) {
    bug = failure;
  }
}
