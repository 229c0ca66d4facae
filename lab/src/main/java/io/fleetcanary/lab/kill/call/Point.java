package io.fleetcanary.lab.kill.call;

import java.util.Locale;

/**
 * A moment in a rollout at which a worker is killed.
 *
 * @param call its name, see {@link Gate}
 */
public record Point(String call, When when) {
  /** On which side of the call. */
  public enum When {
    /** It has left the worker, and nobody has received it. */
    BEFORE,
    /** It has been done and answered, and the worker has not received the answer. */
    AFTER,
    /** It has left the worker, and is received when everything else is over. */
    LATE
  }

  @Override
  public String toString() {
    return when.name().toLowerCase(Locale.ROOT) + " " + call;
  }
}
