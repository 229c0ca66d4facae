package io.fleetcanary.workflow.question;

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
public final class Question {
  private final String name;
  private @Nullable Waiting open;
  private @Nullable Answer answer;
  private String closed = "";

  public Question(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public void open(Waiting waiting) {
    open = waiting;
  }

  /** Shown while it is open. */
  public Optional<Waiting> waiting() {
    return Optional.ofNullable(open);
  }

  public void close(String how) {
    open = null;
    closed = how;
  }

  public boolean answered() {
    return answer != null;
  }

  public Optional<Answer> answer() {
    return Optional.ofNullable(answer);
  }

  /** How it ends if it closes now, one sentence: silence is a rejection. */
  public String ending() {
    return answer == null
        ? "nobody answered " + name + ", which counts as a rejection"
        : name + " " + answer.sentence();
  }

  /** Whether somebody has said to go on. */
  public boolean goOn() {
    return answer != null && answer.goOn();
  }

  /** Why this answer does not count, or nothing. The same answer by the same person always does. */
  public Optional<String> problem(Answer given) {
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
  public boolean take(Answer given) {
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
  public record Answer(boolean goOn, String by, String sentence) {
    private boolean sameAs(@Nullable Answer other) {
      return other != null && goOn == other.goOn && by.equals(other.by);
    }
  }
}
