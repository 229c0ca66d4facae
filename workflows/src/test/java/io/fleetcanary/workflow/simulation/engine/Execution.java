package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.common.v1.Header;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.query.v1.WorkflowQuery;
import io.temporal.failure.CanceledFailure;
import io.temporal.internal.replay.ReplayWorkflow;
import io.temporal.internal.worker.WorkflowExecutionException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One run, as the server sees it: events come in, a workflow task hands all of them to the code at
 * once, and what the code asks for goes out when the task is over.
 */
final class Execution {
  private final Engine engine;
  private final WorkflowExecution execution;
  private final WorkflowExecutionStartedEventAttributes began;
  private final @Nullable Child asChild;
  private final ReplayWorkflow workflow;
  private final RunContext context;
  private final List<Runnable> events = new ArrayList<>();
  private final List<Runnable> commands = new ArrayList<>();
  private final Set<ActivityCall> calls = new LinkedHashSet<>();
  private final Set<Child> children = new LinkedHashSet<>();
  private Instant taskTime;
  private boolean taskScheduled;
  private boolean closed;

  Execution(
      Engine engine,
      WorkflowExecution execution,
      WorkflowExecutionStartedEventAttributes began,
      @Nullable Child asChild) {
    this.engine = engine;
    this.execution = execution;
    this.began = began;
    this.asChild = asChild;
    taskTime = engine.timeline().now();
    workflow = engine.code().of(began.getWorkflowType().getName(), execution);
    context = new RunContext(this, execution, began, engine.draw());
    deliver(this::begin);
  }

  private void begin() {
    HistoryEvent first =
        HistoryEvent.newBuilder()
            .setEventType(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED)
            .setWorkflowExecutionStartedEventAttributes(began)
            .build();
    workflow.start(first, context);
  }

  Engine engine() {
    return engine;
  }

  WorkflowExecution execution() {
    return execution;
  }

  WorkflowExecutionStartedEventAttributes began() {
    return began;
  }

  String id() {
    return execution.getWorkflowId();
  }

  String runId() {
    return execution.getRunId();
  }

  String type() {
    return began.getWorkflowType().getName();
  }

  /** When the task began that is being done. */
  Instant taskTime() {
    return taskTime;
  }

  /** To be sent when the task is over. */
  void command(Runnable command) {
    commands.add(command);
  }

  void knows(ActivityCall call) {
    calls.add(call);
  }

  void forget(ActivityCall call) {
    calls.remove(call);
  }

  void adopts(Child child) {
    children.add(child);
  }

  /** An event: the code sees it in the next task. */
  void deliver(Runnable event) {
    deliver(event, new AtomicBoolean());
  }

  /**
   * The same.
   *
   * @param stale true when it has become none
   */
  void deliver(Runnable event, AtomicBoolean stale) {
    if (closed || stale.get()) {
      return;
    }
    events.add(event);
    if (!taskScheduled) {
      taskScheduled = true;
      String queue = began.getTaskQueue().getName();
      Instant taken = engine.activities().taken(queue, engine.timeline().now());
      engine.timeline().at(taken, this::task);
    }
  }

  void signal(String name, Optional<Payloads> input) {
    deliver(() -> workflow.handleSignal(name, input, 1, Header.getDefaultInstance()));
  }

  void update(Update update) {
    deliver(
        () ->
            workflow.handleUpdate(
                update.name(),
                context.randomUUID().toString(),
                update.input(),
                1,
                Header.getDefaultInstance(),
                update));
  }

  void cancel() {
    deliver(
        () -> {
          if (!context.isCancelRequested()) {
            context.setCancelRequested();
            workflow.cancel("cancelled from outside");
          }
        });
  }

  Optional<Payloads> query(String name) {
    return workflow.query(WorkflowQuery.newBuilder().setQueryType(name).build());
  }

  private void task() {
    taskScheduled = false;
    if (closed) {
      return;
    }
    taskTime = engine.timeline().now();
    List<Runnable> batch = List.copyOf(events);
    events.clear();
    batch.forEach(Runnable::run);
    Optional<Ended> how = run();
    List<Runnable> asked = List.copyOf(commands);
    commands.clear();
    asked.forEach(Runnable::run);
    how.ifPresent(this::end);
  }

  /** Runs the code until all of it waits; how it ended, if it did. */
  private Optional<Ended> run() {
    try {
      return workflow.eventLoop() ? Optional.of(done()) : Optional.empty();
    } catch (WorkflowExecutionException failed) {
      return Optional.of(
          context.isCancelRequested()
              ? new Ended.Cancelled()
              : new Ended.Failed(failed.getFailure()));
    } catch (CanceledFailure cancelled) {
      return Optional.of(new Ended.Cancelled());
    } catch (RuntimeException | Error bug) {
      engine.found(this, bug);
      return Optional.of(new Ended.Terminated());
    }
  }

  private Ended done() {
    return context.isCancelRequested()
        ? new Ended.Cancelled()
        : new Ended.Completed(workflow.getOutput());
  }

  private void end(Ended how) {
    var next = context.getContinueAsNewOnCompletion();
    if (next != null && how instanceof Ended.Completed) {
      engine.closing(this, how);
      shut();
      engine.goesOn(this, next, asChild);
    } else {
      close(how);
    }
  }

  /** Nothing of it goes on but what its children were promised. */
  void close(Ended how) {
    if (closed) {
      return;
    }
    engine.closing(this, how);
    shut();
    if (asChild != null) {
      asChild.ends(how);
    }
    List.copyOf(children).forEach(Child::orphan);
  }

  private void shut() {
    closed = true;
    List.copyOf(calls).forEach(ActivityCall::close);
    workflow.close();
  }
}
