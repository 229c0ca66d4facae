package io.fleetcanary.workflow.flow;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Signals to one other workflow, one after the other: those in flight together may overtake each
 * other. Never in the way of the sender.
 */
public final class Mail {
  private final Queue<Letter> unsent = new ArrayDeque<>();
  private boolean sending;

  /**
   * Sends it after all those before it; to a workflow that has closed nothing can be said, and that
   * is no failure.
   *
   * @param signal one blocking signal call
   */
  public void send(Runnable signal) {
    send(signal, () -> {});
  }

  /**
   * Sends it after all those before it.
   *
   * @param signal one blocking signal call
   * @param gone called when there is no such open workflow
   */
  public void send(Runnable signal, Runnable gone) {
    unsent.add(new Letter(signal, gone));
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
    for (Letter next = unsent.poll(); next != null; next = unsent.poll()) {
      try {
        next.signal().run();
      } catch (TemporalFailure failure) {
        Workflow.getLogger(Mail.class).info("not delivered", failure);
        if (nobodyThere(failure)) {
          next.gone().run();
        }
      }
    }
    sending = false;
  }

  /** The SDK puts the server's reason in the type of the failure. */
  private static boolean nobodyThere(TemporalFailure failure) {
    return failure instanceof ApplicationFailure refused
        && refused.getType().endsWith("EXTERNAL_WORKFLOW_EXECUTION_NOT_FOUND");
  }

  private record Letter(Runnable signal, Runnable gone) {}
}
