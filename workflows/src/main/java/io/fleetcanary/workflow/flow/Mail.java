package io.fleetcanary.workflow.flow;

import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.SignalExternalWorkflowException;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Signals to one other workflow, one after the other: those in flight together may overtake each
 * other. Never in the way of the sender. To a workflow that has closed nothing can be said; that is
 * no failure.
 */
public final class Mail {
  private final Queue<Runnable> unsent = new ArrayDeque<>();
  private boolean sending;

  /**
   * Sends it after all those before it.
   *
   * @param signal one blocking signal call
   */
  public void send(Runnable signal) {
    unsent.add(signal);
    if (!sending) {
      sending = true;
      Detached.run(() -> Async.procedure(this::deliver));
    }
  }

  /** Waits until everything has been delivered. */
  public void flush() {
    Workflow.await(() -> !sending);
  }

  private void deliver() {
    for (Runnable next = unsent.poll(); next != null; next = unsent.poll()) {
      try {
        next.run();
      } catch (SignalExternalWorkflowException | TemporalFailure closed) {
        Workflow.getLogger(Mail.class).info("nobody there any more", closed);
      }
    }
    sending = false;
  }
}
