package io.fleetcanary.workflow.simulation.engine;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.RetryOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** Workflows that try what a server must do. */
final class Probes {
  private Probes() {}

  /** What they call. */
  @ActivityInterface
  public interface Probe {
    String ask();
  }

  /** Makes one call, and says how it ended. */
  @WorkflowInterface
  public interface Calling {
    @WorkflowMethod(name = "Calling")
    String run(String how);
  }

  public static final class CallingWorkflow implements Calling {
    @Override
    public String run(String how) {
      Probe probe = Workflow.newActivityStub(Probe.class, options(how));
      try {
        return how.equals("cancelled") ? cancelled(probe) : probe.ask();
      } catch (ActivityFailure failure) {
        return "failed: " + cause(failure);
      }
    }

    private static String cancelled(Probe probe) {
      Promise<?>[] asked = new Promise<?>[1];
      CancellationScope scope =
          Workflow.newCancellationScope(() -> asked[0] = Async.function(probe::ask));
      scope.run();
      Workflow.sleep(Duration.ofSeconds(30));
      scope.cancel();
      return String.valueOf(asked[0].get());
    }

    private static String cause(ActivityFailure failure) {
      return switch (failure.getCause()) {
        case CanceledFailure interrupted -> "interrupted";
        case TimeoutFailure timeout -> timeout.getTimeoutType().name();
        case ApplicationFailure said -> said.getType() + ": " + said.getOriginalMessage();
        default -> "otherwise";
      };
    }

    private static ActivityOptions options(String how) {
      ActivityOptions.Builder options =
          ActivityOptions.newBuilder()
              .setStartToCloseTimeout(Duration.ofMinutes(1))
              .setScheduleToCloseTimeout(Duration.ofMinutes(10));
      return switch (how) {
        case "thrice" ->
            options
                .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(3).build())
                .build();
        case "beating" -> options.setHeartbeatTimeout(Duration.ofSeconds(10)).build();
        case "elsewhere" ->
            options
                .setTaskQueue("elsewhere")
                .setScheduleToStartTimeout(Duration.ofMinutes(1))
                .build();
        case "long" -> options.setStartToCloseTimeout(Duration.ofHours(2)).build();
        default -> options.build();
      };
    }
  }

  /** Has one child, and says how that ended. */
  @WorkflowInterface
  public interface Parent {
    @WorkflowMethod(name = "Parent")
    String run(String how);
  }

  public static final class ParentWorkflow implements Parent {
    @Override
    public String run(String how) {
      String id = Workflow.getInfo().getWorkflowId() + "/child";
      Child child =
          Workflow.newChildWorkflowStub(
              Child.class,
              ChildWorkflowOptions.newBuilder()
                  .setWorkflowId(id)
                  .setParentClosePolicy(
                      how.equals("leave")
                          ? ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON
                          : ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
                  .build());
      try {
        return how.equals("signal") ? signal(child, id) : "child returned: " + child.run(how);
      } catch (ChildWorkflowFailure failure) {
        return "child failed: " + cause(failure);
      }
    }

    private static String cause(ChildWorkflowFailure failure) {
      return failure.getCause() instanceof ApplicationFailure said
          ? said.getOriginalMessage()
          : String.valueOf(failure.getCause().getClass().getSimpleName());
    }

    private static String signal(Child child, String id) {
      Promise<String> ended = Async.function(child::run, "wait");
      Workflow.getWorkflowExecution(child).get();
      Child other = Workflow.newExternalWorkflowStub(Child.class, id);
      other.finish("told");
      ended.get();
      try {
        other.finish("too late");
        return "arrived twice";
      } catch (ApplicationFailure gone) {
        return "arrived, then "
            + (gone.getType().endsWith("EXECUTION_NOT_FOUND") ? "not found" : gone.getType());
      }
    }
  }

  /** Waits until it is told to end. */
  @WorkflowInterface
  public interface Child {
    @WorkflowMethod(name = "Child")
    String run(String how);

    @SignalMethod
    void finish(String word);

    @UpdateMethod(name = "end")
    String end(String word);

    @UpdateValidatorMethod(updateName = "end")
    void validateEnd(String word);

    @QueryMethod(name = "status")
    String status();
  }

  public static final class ChildWorkflow implements Child {
    private String how = "";
    private String told = "";

    @Override
    public String run(String asked) {
      how = asked;
      switch (asked) {
        case "result" -> told = "ok";
        case "failure" -> throw ApplicationFailure.newFailure("on purpose", "Simulated");
        case "again" -> Workflow.continueAsNew("wait");
        default -> Workflow.await(() -> !told.isEmpty());
      }
      return told;
    }

    @Override
    public void finish(String word) {
      told = word;
    }

    @Override
    public String end(String word) {
      told = word;
      return word;
    }

    @Override
    public void validateEnd(String word) {
      if (word.isEmpty()) {
        throw new IllegalArgumentException("a word is missing");
      }
    }

    @Override
    public String status() {
      return how;
    }
  }
}
