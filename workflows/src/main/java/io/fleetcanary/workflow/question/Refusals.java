package io.fleetcanary.workflow.question;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What people sent that was not taken. All of it is written to the history, the newest is shown;
 * but of updates only so many, because refusing one that nothing is written of costs nothing, and a
 * server takes only so many accepted ones.
 */
public final class Refusals {
  private static final int MOST_SHOWN = 20;
  private static final int MOST_UPDATES = 50;
  private static final String LAST =
      " refused updates are on record, more are told to their senders only";

  private final Deque<String> newest = new ArrayDeque<>();
  private int updates;

  /** Newest last. */
  public List<String> newest() {
    return List.copyOf(newest);
  }

  /** A signal, which is in the history already. */
  public void signal(String message, String why) {
    if (newest.size() == MOST_SHOWN) {
      newest.removeFirst();
    }
    newest.addLast(message + " ignored: " + why);
  }

  /** An update, which fails. */
  public void update(String message, String why) {
    updates++;
    signal(message, full() ? why + "; " + updates + LAST : why);
  }

  /** Whether no more updates go on record. */
  public boolean full() {
    return updates >= MOST_UPDATES;
  }
}
