package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.command.v1.ContinueAsNewWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.SignalExternalWorkflowExecutionCommandAttributes;
import io.temporal.api.command.v1.StartChildWorkflowExecutionCommandAttributes;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.WorkflowExecutionStartedEventAttributes;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.common.converter.DataConverter;
import io.temporal.workflow.Functions.Proc2;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A Temporal server and its workers in one thread, for tests: runs, tasks, activities with their
 * timeouts and retries, timers, signals, updates, children. Time is virtual and order drawn from a
 * seed, so the same seed gives the same rollout. There is no history: what a replay would do is
 * tested elsewhere.
 */
public final class Engine {
  static final String NAMESPACE = "simulated";

  /** How long the server may take for what it does by itself. */
  private static final Duration HOP = Duration.ofMillis(20);

  private final WorkflowCode code;
  private final Activities activities;
  private final Timeline timeline;
  private final RandomGenerator random;
  private final String queue;
  private final Map<String, Execution> open = new TreeMap<>();
  private final Map<String, Ended> ended = new TreeMap<>();
  private final Map<String, Payloads> lastStatus = new TreeMap<>();
  private final List<String> bugs = new ArrayList<>();

  /**
   * @param queue of all workflow tasks
   */
  public Engine(
      WorkflowCode code,
      Activities activities,
      Timeline timeline,
      RandomGenerator random,
      String queue) {
    this.code = code;
    this.activities = activities;
    this.timeline = timeline;
    this.random = random;
    this.queue = queue;
  }

  public Timeline timeline() {
    return timeline;
  }

  WorkflowCode code() {
    return code;
  }

  Activities activities() {
    return activities;
  }

  DataConverter converter() {
    return code.converter();
  }

  long draw() {
    return random.nextLong();
  }

  /** Starts a run; false when an open one has its id. */
  public boolean start(String type, String id, Object... input) {
    if (open.containsKey(id)) {
      return false;
    }
    begin(type, id, converter().toPayloads(input), null);
    return true;
  }

  private Execution begin(
      String type, String id, Optional<Payloads> input, @Nullable Child asChild) {
    WorkflowExecutionStartedEventAttributes.Builder began =
        WorkflowExecutionStartedEventAttributes.newBuilder()
            .setWorkflowType(WorkflowType.newBuilder().setName(type))
            .setTaskQueue(TaskQueue.newBuilder().setName(queue))
            .setAttempt(1);
    input.ifPresent(began::setInput);
    if (asChild != null) {
      began.setParentWorkflowExecution(asChild.parent().execution());
    }
    WorkflowExecution execution =
        WorkflowExecution.newBuilder()
            .setWorkflowId(id)
            .setRunId(new UUID(draw(), draw()).toString())
            .build();
    Execution run = new Execution(this, execution, began.build(), asChild);
    open.put(id, run);
    return run;
  }

  /** A signal from outside; false when nobody gets it. */
  public boolean signal(String id, String name, Object... input) {
    Execution run = open.get(id);
    if (run != null) {
      run.signal(name, converter().toPayloads(input));
    }
    return run != null;
  }

  /** An update from outside; false when nobody gets it. */
  public boolean update(String id, String name, Object input, Consumer<String> answer) {
    Execution run = open.get(id);
    if (run != null) {
      run.update(new Update(name, converter().toPayloads(input), answer));
    }
    return run != null;
  }

  /** What an open run answers, or a closed one answered last. */
  public <T> Optional<T> status(String id, Class<T> as) {
    Execution run = open.get(id);
    Optional<Payloads> answer =
        run == null ? Optional.ofNullable(lastStatus.get(id)) : run.query("status");
    return answer.map(it -> converter().fromPayloads(0, Optional.of(it), as, as));
  }

  /** Asks a run to cancel; false when there is none. */
  public boolean cancel(String id) {
    Execution run = open.get(id);
    if (run != null) {
      run.cancel();
    }
    return run != null;
  }

  /** Ends a run by force; false when there is none. */
  public boolean terminate(String id) {
    Execution run = open.get(id);
    if (run != null) {
      run.close(new Ended.Terminated());
    }
    return run != null;
  }

  public boolean isOpen(String id) {
    return open.containsKey(id);
  }

  /** Ids of all open runs. */
  public List<String> open() {
    return List.copyOf(open.keySet());
  }

  /** What a run returned, or carried in the failure that closed it; empty where it did neither. */
  public <T> Optional<T> result(String id, Class<T> as) {
    Ended how = ended.getOrDefault(id, new Ended.Terminated());
    return switch (how) {
      case Ended.Completed completed -> read(completed.output(), as);
      case Ended.Failed failed ->
          read(Optional.of(failed.failure().getApplicationFailureInfo().getDetails()), as);
      case Ended.Cancelled cancelled -> Optional.empty();
      case Ended.Terminated terminated -> Optional.empty();
    };
  }

  private <T> Optional<T> read(Optional<Payloads> payloads, Class<T> as) {
    return payloads
        .filter(it -> it.getPayloadsCount() > 0)
        .map(it -> converter().fromPayloads(0, Optional.of(it), as, as));
  }

  /** Exceptions that stopped a run's code: a real server would try again for ever. */
  public List<String> bugs() {
    return bugs;
  }

  /** Ends all that is open, so that no thread is left. */
  public void shutdown() {
    while (!open.isEmpty()) {
      List.copyOf(open.values()).forEach(run -> run.close(new Ended.Terminated()));
    }
  }

  Optional<Execution> startChild(Child child, StartChildWorkflowExecutionCommandAttributes asked) {
    if (open.containsKey(asked.getWorkflowId())) {
      return Optional.empty();
    }
    child.parent().adopts(child);
    String type = asked.getWorkflowType().getName();
    return Optional.of(begin(type, asked.getWorkflowId(), Optional.of(asked.getInput()), child));
  }

  /** From one run to another: it takes its time, and its sender hears whether it arrived. */
  void signals(
      Execution sender,
      SignalExternalWorkflowExecutionCommandAttributes signal,
      Proc2<Void, Failure> callback) {
    timeline.after(
        timeline.within(HOP),
        () -> {
          String id = signal.getExecution().getWorkflowId();
          Execution receiver = open.get(id);
          if (receiver == null) {
            sender.deliver(() -> callback.apply(null, Wire.nobodyThere(id)));
          } else {
            receiver.signal(signal.getSignalName(), Optional.of(signal.getInput()));
            sender.deliver(() -> callback.apply(null, null));
          }
        });
  }

  /** The same id, with a new run. */
  void goesOn(
      Execution before,
      ContinueAsNewWorkflowExecutionCommandAttributes next,
      @Nullable Child asChild) {
    begin(before.type(), before.id(), Optional.of(next.getInput()), asChild);
  }

  void closing(Execution run, Ended how) {
    open.remove(run.id());
    ended.put(run.id(), how);
    try {
      run.query("status").ifPresent(status -> lastStatus.put(run.id(), status));
    } catch (RuntimeException knowsNone) {
      lastStatus.remove(run.id());
    }
  }

  void found(Execution run, Throwable bug) {
    bugs.add(run.id() + ": " + bug);
  }
}
