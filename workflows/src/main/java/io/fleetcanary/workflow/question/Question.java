package io.fleetcanary.workflow.question;

import io.fleetcanary.core.approval.Consent;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.status.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A gate or a hold. A gate is known before it opens and may be answered early; a hold exists only
 * once it is open. It takes the consents that are wanted to go on, and one rejection to go back.
 *
 * <pre>
 * PLANNED ▶ OPEN ▶ CLOSED
 * </pre>
 */
public final class Question {
  private final String name;
  private final Wanted wanted;
  private final List<Answer> consents = new ArrayList<>();
  private final SortedMap<String, Instant> withdrawn = new TreeMap<>();
  private @Nullable Waiting open;
  private @Nullable Answer rejection;
  private @Nullable Answer order;
  private String closed = "";

  Question(String name, Wanted wanted) {
    this.name = name;
    this.wanted = wanted;
  }

  public String name() {
    return name;
  }

  /** Why a consent is not this person's to give, one line, or nothing. */
  Optional<String> forbidden(Consent consent, String signature, Instant now) {
    return wanted.problem(consent, signature, now);
  }

  void open(Waiting waiting) {
    open = wanted.signed() ? waiting.toSign() : waiting;
  }

  /** Shown while it is open. */
  public Optional<Waiting> waiting() {
    return Optional.ofNullable(open).map(it -> consents.isEmpty() ? it : it.with(progress()));
  }

  void close(String how) {
    open = null;
    closed = how;
  }

  public boolean answered() {
    return rejection != null || order != null || wanted.met(consents);
  }

  public Optional<Answer> answer() {
    if (rejection != null) {
      return Optional.of(rejection);
    }
    if (order != null) {
      return Optional.of(order);
    }
    return answered() ? Optional.of(Answer.consent(consents)) : Optional.empty();
  }

  /** How it ends if it closes now, one sentence: silence is a rejection. */
  public String ending() {
    String silence = consents.isEmpty() ? "nobody answered " + name : name + " had " + progress();
    return answer()
        .map(it -> name + " " + it.sentence())
        .orElse(silence + ", which counts as a rejection");
  }

  /** Whether anybody has consented. */
  public boolean consents() {
    return !consents.isEmpty();
  }

  /** How many have consented, and who. */
  public String progress() {
    return wanted.progress(consents);
  }

  /** Whether enough people have said to go on. */
  public boolean goOn() {
    return answer().filter(Answer::goOn).isPresent();
  }

  /** Why this answer does not count, or nothing. The same answer by the same person always does. */
  Optional<String> problem(Answer given) {
    if (given.goOn() ? known(given) : given.sameAs(rejection)) {
      return Optional.empty();
    }
    if (!closed.isEmpty()) {
      return Optional.of(name + " is closed: " + closed);
    }
    return rejection != null && given.goOn()
        ? Optional.of(name + " was already " + rejection.sentence())
        : Optional.empty();
  }

  /** Whether this person has consented. */
  boolean consented(String by) {
    return consents.stream().anyMatch(consent -> consent.by().equals(by));
  }

  /**
   * Takes an answer without a {@link #problem}. Until it closes, a rejection outweighs consents. A
   * surer consent of a person takes the place of the one before.
   *
   * @return whether it changes anything
   */
  public boolean take(Answer given) {
    if (answer().filter(it -> it.goOn() == given.goOn()).isPresent()
        || (given.goOn() && known(given))) {
      return false;
    }
    if (given.goOn()) {
      consents.removeIf(consent -> consent.by().equals(given.by()));
      consents.add(given);
    } else {
      rejection = given;
    }
    return true;
  }

  /** Goes on by an order that needs no consents; a rejection outweighs it as well. */
  public void obey(Answer given) {
    order = given;
  }

  /** Whether this person has consented, as surely as now. */
  private boolean known(Answer given) {
    return consents.stream()
        .filter(consent -> consent.by().equals(given.by()))
        .anyMatch(consent -> given.identity().or(consent.identity()) == consent.identity());
  }

  /** Why a consent cannot be taken back, or nothing. */
  Optional<String> withdrawalProblem(String by) {
    if (!closed.isEmpty()) {
      return Optional.of(name + " is closed: " + closed);
    }
    if (open != null && answered()) {
      return answer().map(it -> name + " was already " + it.sentence());
    }
    return consented(by) ? Optional.empty() : Optional.of(name + " has no consent of " + by);
  }

  /** Takes back a consent; what was signed until now counts no more. */
  void withdraw(String by, Instant now) {
    Instant last =
        consents.stream()
            .filter(consent -> consent.by().equals(by))
            .map(Answer::signed)
            .filter(now::isBefore)
            .findFirst()
            .orElse(now);
    consents.removeIf(consent -> consent.by().equals(by));
    withdrawn.put(by, last);
  }

  /** Whether somebody has withdrawn what they signed then. */
  boolean withdrawn(String by, Instant signed) {
    Instant at = withdrawn.get(by);
    return at != null && !signed.isAfter(at);
  }

  /**
   * What a person said, or several.
   *
   * @param sentence e.g. {@code approved by ann (claimed): numbers look fine}
   * @param signed by the signer's clock; the epoch where nothing was signed
   */
  public record Answer(boolean goOn, String by, String sentence, Instant signed) {
    /** What nobody has signed. */
    public Answer(boolean goOn, String by, String sentence) {
      this(goOn, by, sentence, Instant.EPOCH);
    }

    /** How sure it is who it was. */
    Identity identity() {
      return signed.equals(Instant.EPOCH) ? Identity.CLAIMED : Identity.VERIFIED;
    }

    private static Answer consent(List<Answer> all) {
      String sentence = all.stream().map(Answer::sentence).collect(Collectors.joining("; "));
      return new Answer(
          true, all.stream().map(Answer::by).collect(Collectors.joining(", ")), sentence);
    }

    private boolean sameAs(@Nullable Answer other) {
      return other != null && goOn == other.goOn && by.equals(other.by);
    }
  }
}
