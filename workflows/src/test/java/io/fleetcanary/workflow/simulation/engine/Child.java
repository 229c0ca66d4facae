package io.fleetcanary.workflow.simulation.engine;

import io.temporal.api.command.v1.StartChildWorkflowExecutionCommandAttributes;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.internal.statemachines.StartChildWorkflowExecutionParameters;
import io.temporal.workflow.Functions.Proc2;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A child, as its parent's run knows it.
 *
 * <pre>
 * asked for ▶ started ▶ ended
 *     └▶ not started: an open run has its id
 * </pre>
 */
final class Child {
  private final Execution parent;
  private final StartChildWorkflowExecutionCommandAttributes asked;
  private final Proc2<WorkflowExecution, Exception> started;
  private final Proc2<Optional<Payloads>, Exception> ended;
  private boolean sent;
  private boolean over;

  Child(
      Execution parent,
      StartChildWorkflowExecutionParameters parameters,
      Proc2<WorkflowExecution, Exception> started,
      Proc2<Optional<Payloads>, Exception> ended) {
    this.parent = parent;
    this.asked = parameters.getRequest().build();
    this.started = started;
    this.ended = ended;
  }

  Execution parent() {
    return parent;
  }

  /** The workflow's command. */
  void start() {
    if (over) {
      return;
    }
    sent = true;
    Optional<Execution> run = parent.engine().startChild(this, asked);
    if (run.isPresent()) {
      WorkflowExecution execution = run.get().execution();
      parent.deliver(() -> started.apply(execution, null));
    } else {
      over = true;
      ChildWorkflowFailure why = Wire.notStarted(type(), execution());
      parent.deliver(() -> fails(why));
    }
  }

  /** The parent wants it no more. */
  void cancel() {
    if (over) {
      return;
    }
    if (sent) {
      parent.command(() -> parent.engine().cancel(asked.getWorkflowId()));
    } else {
      over = true;
      fails(Wire.neverStarted(type(), execution()));
    }
  }

  /** Its run has closed; a parent that is still open hears so. */
  void ends(Ended how) {
    if (over) {
      return;
    }
    over = true;
    parent.deliver(() -> tell(how));
  }

  private void tell(Ended how) {
    @Nullable Exception failure = Wire.child(type(), execution(), how);
    Optional<Payloads> output =
        how instanceof Ended.Completed completed ? completed.output() : Optional.empty();
    ended.apply(output, failure);
  }

  /** Its parent has closed. */
  void orphan() {
    if (over) {
      return;
    }
    over = true;
    switch (asked.getParentClosePolicy()) {
      case PARENT_CLOSE_POLICY_ABANDON -> {}
      case PARENT_CLOSE_POLICY_REQUEST_CANCEL -> parent.engine().cancel(asked.getWorkflowId());
      case PARENT_CLOSE_POLICY_UNSPECIFIED, PARENT_CLOSE_POLICY_TERMINATE, UNRECOGNIZED ->
          parent.engine().terminate(asked.getWorkflowId());
    }
  }

  private void fails(ChildWorkflowFailure why) {
    started.apply(null, why);
    ended.apply(Optional.empty(), why);
  }

  private String type() {
    return asked.getWorkflowType().getName();
  }

  private WorkflowExecution execution() {
    return WorkflowExecution.newBuilder().setWorkflowId(asked.getWorkflowId()).build();
  }
}
