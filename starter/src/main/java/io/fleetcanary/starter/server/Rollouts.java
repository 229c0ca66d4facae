package io.fleetcanary.starter.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.fleetcanary.workflow.client.UiLink;
import io.fleetcanary.workflow.notification.TryNotifications.Tried;
import io.fleetcanary.workflow.preview.KnownFleet;
import io.fleetcanary.workflow.preview.RolloutPlanPreview;
import io.fleetcanary.workflow.takeover.TakeOver;
import io.fleetcanary.workflow.takeover.TakeOver.Taken;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The rollouts of one Temporal server. Whatever fails is a {@link CommandException}. */
public final class Rollouts implements AutoCloseable {
  private static final int REACH_SECONDS = 10;

  /** Every cluster has 10 s to be looked at, three times at most. */
  private static final Duration PREVIEW = Duration.ofMinutes(2);

  private static final Duration ANSWER = Duration.ofSeconds(30);

  /** An abort is durable as a signal: better there than waiting for an answer. */
  private static final Duration ABORT_ANSWER = Duration.ofSeconds(10);

  private final TemporalConnection connection;
  private final WorkflowServiceStubs stubs;
  private final WorkflowClient client;
  private final UiLink ui;
  private final Failures failures;
  private final Questions questions;

  private Rollouts(
      TemporalConnection connection, WorkflowServiceStubs stubs, Optional<String> uiAddress) {
    this.connection = connection;
    this.stubs = stubs;
    this.client = connection.client(stubs);
    this.ui = new UiLink(connection, uiAddress);
    this.failures = new Failures(connection);
    this.questions = new Questions(failures);
  }

  /**
   * Connects, or says at once that it cannot.
   *
   * @param uiAddress base URL of Temporal's UI, when it is known
   */
  public static Rollouts connect(TemporalConnection connection, Optional<String> uiAddress) {
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    Rollouts rollouts = new Rollouts(connection, stubs, uiAddress);
    try {
      stubs
          .blockingStub()
          .withDeadlineAfter(REACH_SECONDS, TimeUnit.SECONDS)
          .getSystemInfo(GetSystemInfoRequest.getDefaultInstance());
      return rollouts;
    } catch (StatusRuntimeException failure) {
      rollouts.close();
      throw rollouts.failures.explain(failure);
    }
  }

  /**
   * Starts a rollout. One that is running already goes on untouched: it is the answer where it had
   * the same spec, so that a job may be run again, and a conflict where it had another. So is the
   * last one that has ended, of the same spec; where that was promoted, with a look whether it
   * still serves.
   *
   * @param again whether it is started all the same where the last one with this spec has ended
   */
  public Started start(RolloutName name, String summary, JsonNode spec, boolean again) {
    Starting starting = new Starting(client, histories(), ui, failures);
    if (again) {
      return starting.anew(name, summary, spec);
    }
    Started started = starting.once(name, summary, spec);
    return started.wasPromoted() ? started.looked(standing(name, spec)) : started;
  }

  /**
   * Takes over what holds the service where this spec goes, and waits until it has come back. Asked
   * again meanwhile, it waits for the same.
   *
   * @param patience how long; what has begun goes on without us
   */
  public Taken takeOver(RolloutName name, TakeOver.Order order, Duration patience) {
    String id = TakeOver.workflowId(name.namespace(), name.service());
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.CENTRAL)
            .setWorkflowId(id)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .build();
    WorkflowStub taking = client.newUntypedWorkflowStub("TakeOver", options);
    return questions.answered(
        patience,
        () -> {
          taking.start(order);
          return taking.getResult(Taken.class);
        },
        () -> late(id, patience));
  }

  private static CommandException late(String id, Duration patience) {
    return new CommandException(
        ExitCode.TIMED_OUT,
        id + " goes on; not waiting any longer than " + DurationText.print(patience),
        List.of("this spec was not started; type the same again to wait for it"));
  }

  /** Whether what this spec asks for serves already. */
  public Standing standing(RolloutName name, Object spec) {
    return Standing.look(this, name, spec);
  }

  /** What a rollout of this spec would do. */
  public RolloutPlanPreview preview(RolloutName name, Object spec) {
    return preview(name, spec, PREVIEW);
  }

  RolloutPlanPreview preview(RolloutName name, Object spec, Duration patience) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.CENTRAL)
            .setWorkflowId("preview/" + name + "/" + UUID.randomUUID())
            .setWorkflowExecutionTimeout(patience)
            .build();
    WorkflowStub preview = client.newUntypedWorkflowStub("PreviewRollout", options);
    return answered(
        patience,
        () -> {
          preview.start(spec);
          return preview.getResult(RolloutPlanPreview.class);
        });
  }

  /**
   * Which clusters the central worker knows.
   *
   * @param id of the workflow that asks; a new one each time
   */
  public KnownFleet fleet(String id) {
    return told("ShowFleet", id, KnownFleet.class);
  }

  /** Who takes a test notification; {@code id} as for {@link #fleet}. */
  public Tried tryNotifications(String id) {
    return told("TryNotifications", id, Tried.class);
  }

  /** What the central worker answers in a workflow that does nothing else. */
  <T> T told(String type, String id, Class<T> answer, Object... question) {
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setTaskQueue(TaskQueues.CENTRAL)
            .setWorkflowId(id)
            .setWorkflowExecutionTimeout(ANSWER)
            .build();
    WorkflowStub asking = client.newUntypedWorkflowStub(type, options);
    return answered(
        ANSWER,
        () -> {
          asking.start(question);
          return asking.getResult(answer);
        });
  }

  /** The whole truth about a rollout, open or closed. */
  public FleetStatus status(RolloutName name) {
    return answered(ANSWER, () -> stub(name).query("status", FleetStatus.class));
  }

  /** The same of one run, open or closed. */
  public FleetStatus status(String workflowId, String runId, Duration patience) {
    WorkflowStub stub =
        client.newUntypedWorkflowStub(
            WorkflowTargetOptions.newBuilder().setWorkflowId(workflowId).setRunId(runId).build());
    return answered(patience, () -> stub.query("status", FleetStatus.class));
  }

  /** What bakes have told while they last. */
  public Evidence evidence() {
    return new Evidence(client, questions, failures);
  }

  /** What stands behind the rollouts. */
  public Installation installation() {
    return new Installation(connection, stubs, failures);
  }

  /** What Temporal lists. */
  public Visibility visibility() {
    return new Visibility(connection, stubs, failures);
  }

  /** What Temporal has written down. */
  public Histories histories() {
    return new Histories(connection, stubs, failures);
  }

  /** What their verdicts rest on. */
  public Watches watches() {
    return new Watches(histories());
  }

  /** What is kept of them for longer. */
  public Journals journals() {
    return new Journals(this);
  }

  /** Whether the last run is still open; a closed one that has not ended was cut from outside. */
  public boolean open(RolloutName name) {
    WorkflowExecutionStatus status = answered(ANSWER, () -> stub(name).describe().getStatus());
    return status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  /** Whether a run of it is open; one that never was is not. */
  public boolean underWay(RolloutName name) {
    try {
      return open(name);
    } catch (CommandException failure) {
      if (failure.code() == ExitCode.CONFLICT) {
        return false;
      }
      throw failure;
    }
  }

  /** Sends a person's decision and returns the rollout's answer. */
  public String tell(RolloutName name, String message, SortedMap<String, String> body) {
    return answered(ANSWER, () -> stub(name).update(message, String.class, body));
  }

  /** Aborts; when no worker answers, the order waits for one in Temporal. */
  public String abort(RolloutName name, SortedMap<String, String> body) {
    try {
      return answered(ABORT_ANSWER, () -> stub(name).update("abort", String.class, body));
    } catch (CommandException failure) {
      if (failure.code() != ExitCode.UNREACHABLE) {
        throw failure;
      }
      answered(
          ANSWER,
          () -> {
            stub(name).signal("abort", body);
            return "";
          });
      return "no worker answered; the order is recorded and obeyed as soon as one is there";
    }
  }

  private WorkflowStub stub(RolloutName name) {
    return client.newUntypedWorkflowStub(name.workflowId());
  }

  private <T> T answered(Duration patience, Callable<T> question) {
    return questions.answered(patience, question, () -> failures.noAnswer(patience));
  }

  @Override
  public void close() {
    stubs.shutdownNow();
  }

  /** For messages. */
  @Override
  public String toString() {
    return connection.toString();
  }
}
