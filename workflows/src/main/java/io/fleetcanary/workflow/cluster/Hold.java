package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.HoldAnswer;
import org.jspecify.annotations.Nullable;

/** The question a cluster may ask when its evidence does not suffice. One at a time. */
final class Hold {
  private final ClusterPlan plan;
  private int count;
  private boolean open;
  private String why = "";
  private @Nullable HoldAnswer answer;
  private @Nullable String letGo;

  Hold(ClusterPlan plan) {
    this.plan = plan;
  }

  /**
   * Opens the next hold.
   *
   * @param question what is missing, one sentence
   */
  String open(String question) {
    count++;
    why = question;
    open = true;
    answer = null;
    if (letGo != null) {
      letGo(letGo);
    }
    return name();
  }

  String name() {
    return HoldAnswer.name(plan, count);
  }

  /** Takes the first answer to the open hold, and no other. */
  void answer(@Nullable HoldAnswer given) {
    if (open && given != null && name().equals(given.hold())) {
      answer = given;
      open = false;
    }
  }

  /** Answers this hold, and any later one, by itself. */
  void letGo(String reason) {
    letGo = reason;
    answer(new HoldAnswer(name(), true, reason));
  }

  boolean answered() {
    return answer != null;
  }

  /** The answer, or the rejection that silence means. */
  HoldAnswer close() {
    open = false;
    return answer != null
        ? answer
        : new HoldAnswer(
            name(),
            false,
            name() + " was not approved in time, which counts as a rejection; " + why);
  }
}
