package io.fleetcanary.workflow.notification;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tells everybody once that this is a test. May run under any id, any number of times. */
@WorkflowInterface
public interface TryNotifications {
  @WorkflowMethod(name = "TryNotifications")
  Tried run();

  /**
   * What became of it.
   *
   * @param answers by target: empty where it was taken, else why not
   */
  record Tried(SortedMap<String, String> answers) {
    public Tried {
      answers = new TreeMap<>(answers);
    }
  }
}
