package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.status.Waiting;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A gate or a hold. A gate is known before it opens and may be answered early; a hold exists only
 * once it is open.
 *
 * <pre>
 * PLANNED ▶ OPEN ▶ CLOSED
 * </pre>
 */
final class Question {
  private final String name;
  private @Nullable Waiting open;
  private @Nullable Answer answer;
  private String closed = "";

  Question(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void open(Waiting waiting) {
    open = waiting;
  }

  /** Shown while it is open. */
  Optional<Waiting> waiting() {
    return Optional.ofNullable(open);
  }

  void close(String how) {
    open = null;
    closed = how;
  }

  boolean answered() {
    return answer != null;
  }

  Optional<Answer> answer() {
    return Optional.ofNullable(answer);
  }

  /** Why this answer does not count, or nothing. The same answer by the same person always does. */
  Optional<String> problem(Answer given) {
    if (given.sameAs(answer)) {
      return Optional.empty();
    }
    if (!closed.isEmpty()) {
      return Optional.of(name + " is closed: " + closed);
    }
    return answer != null && !answer.goOn() && given.goOn()
        ? Optional.of(name + " was already " + answer.sentence())
        : Optional.empty();
  }

  /**
   * Takes an answer without a {@link #problem}. Until it closes, a rejection outweighs an approval.
   *
   * @return whether it changes anything
   */
  boolean take(Answer given) {
    if (answer != null && answer.goOn() == given.goOn()) {
      return false;
    }
    answer = given;
    return true;
  }

  /**
   * What a person said.
   *
   * @param sentence e.g. {@code approved by ann: numbers look fine}
   */
  record Answer(boolean goOn, String by, String sentence) {
    private boolean sameAs(@Nullable Answer other) {
      return other != null && goOn == other.goOn && by.equals(other.by);
    }
  }
}
