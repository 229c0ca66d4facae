package io.fleetcanary.lab.kill.call;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which activities run, as far as Temporal has handed them out and has not heard of their end:
 * whatever a worker asks a cluster for, it asks for one of them.
 */
final class Running {
  private static final String WATCH = "watch";

  private final Map<ByteString, Activity> handedOut = new LinkedHashMap<>();
  private final Map<String, List<String>> ids = new LinkedHashMap<>();

  /** Forgets all. */
  synchronized void clear() {
    handedOut.clear();
    ids.clear();
  }

  /** Whoever they were handed out to is dead: nothing runs until it is handed out again. */
  synchronized void lost() {
    handedOut.clear();
  }

  /**
   * An activity is handed out, for the first time or again.
   *
   * @param workflow as {@link TemporalCalls} calls it
   */
  synchronized void begins(ByteString token, String workflow, String id, String type) {
    List<String> before = ids.computeIfAbsent(workflow + " " + type, first -> new ArrayList<>());
    if (!before.contains(id)) {
      before.add(id);
    }
    Activity activity = new Activity(workflow, type, before.indexOf(id) + 1);
    handedOut.values().remove(activity);
    handedOut.put(token, activity);
  }

  /** What this token was handed out for. */
  synchronized Optional<Activity> by(ByteString token) {
    return Optional.ofNullable(handedOut.get(token));
  }

  synchronized void ends(ByteString token) {
    handedOut.remove(token);
  }

  /**
   * For which activity a cluster is asked. A watch goes on beside other calls; those have their
   * order, so they give their name to what is asked for meanwhile.
   */
  synchronized String at(String cluster) {
    Predicate<Activity> here = it -> it.workflow.endsWith("/" + cluster);
    return last(here.and(it -> !it.type.equals(WATCH)))
        .or(() -> last(here))
        .map(it -> it.type + " " + it.number)
        .or(() -> last(it -> !it.workflow.contains("/")).map(Activity::type))
        .orElse("nobody");
  }

  private Optional<Activity> last(Predicate<Activity> which) {
    return handedOut.values().stream().filter(which).reduce((one, next) -> next);
  }

  /**
   * A call of a workflow.
   *
   * @param number of this type in its workflow, from 1
   */
  record Activity(String workflow, String type, int number) {
    @Override
    public String toString() {
      return workflow + ", " + type + " " + number;
    }
  }
}
