package io.fleetcanary.workflow.question;

import io.fleetcanary.core.approval.Consent;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.question.Question.Answer;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * All gates and holds of a rollout, and what people said to them. An answer is given for a digest.
 */
public final class Questions {
  private final RolloutPlan plan;
  private final String digest;
  private final Runnable changed;
  private final SequencedMap<String, Question> known = new LinkedHashMap<>();
  private final List<Question> open = new ArrayList<>();
  private final List<Question> back = new ArrayList<>();

  public Questions(RolloutPlan plan, Runnable changed) {
    this.plan = plan;
    digest = plan.digest();
    this.changed = changed;
    for (Wave wave : plan.waves()) {
      if (wave.gate().needsApproval()) {
        known.put(wave.name(), new Question(wave.name(), only(wave.gate().quorum())));
      }
    }
  }

  /** Opens a planned gate. */
  public Question open(Waiting waiting) {
    return open(waiting, only(plan.holds()));
  }

  /**
   * Opens a new hold: to go on past it takes what the gates around the wave ask.
   *
   * @param wave counts from 0
   */
  public Question openHold(Waiting waiting, int wave) {
    Wanted wanted = new Wanted(plan.holds(wave));
    return open(wanted.text().map(waiting::with).orElse(waiting), wanted);
  }

  /** Opens a new question on the way back, which anybody may answer. */
  public Question openToAnybody(Waiting waiting) {
    Question question = open(waiting, only(Quorum.ANYBODY));
    back.add(question);
    return question;
  }

  private static Wanted only(Quorum quorum) {
    return new Wanted(List.of(quorum));
  }

  private Question open(Waiting waiting, Wanted wanted) {
    Question question = known.computeIfAbsent(waiting.gate(), name -> new Question(name, wanted));
    question.open(waiting);
    open.add(question);
    changed.run();
    return question;
  }

  public void close(Question question, String how) {
    question.close(how);
    open.remove(question);
    changed.run();
  }

  /** Nobody needs to answer any more. */
  public void closeAll(String how) {
    known.values().forEach(question -> question.close(how));
    open.clear();
    changed.run();
  }

  /** Oldest first. */
  public List<Waiting> waiting() {
    return open.stream().flatMap(question -> question.waiting().stream()).toList();
  }

  public boolean isOpen(String name) {
    return open.stream().anyMatch(question -> question.name().equals(name));
  }

  /** Whether this is a question of the way back; gates and holds may stand open behind an abort. */
  public boolean isOpenOnTheWayBack(String name) {
    return isOpen(name) && back.stream().anyMatch(question -> question.name().equals(name));
  }

  /** Why an answer is refused, in one line, or nothing. */
  public Optional<String> problem(Typed typed, boolean goOn) {
    Question question = known.get(typed.gate());
    if (question == null) {
      return Optional.of(
          "gate must be " + names() + ", got " + orNothing(typed.gate()) + instead(typed, goOn));
    }
    if (goOn ? !typed.digest().equals(digest) : otherDigest(typed)) {
      return Optional.of(
          "digest must be this plan's "
              + digest
              + ", got "
              + orNothing(typed.digest())
              + instead(typed, goOn));
    }
    if (goOn && typed.by().isEmpty()) {
      return Optional.of("by must say who approves, got nothing" + instead(typed, goOn));
    }
    return goOn && typed.withdraw()
        ? question.withdrawalProblem(typed.by())
        : question.problem(answer(typed, goOn));
  }

  /**
   * Why an answer without a {@link #problem} is not this person's to give, in one line, or nothing.
   * To go back, and to take a consent back, is anybody's.
   */
  public Optional<String> forbidden(Typed typed, boolean goOn) {
    Question question = known.get(typed.gate());
    if (!goOn || typed.withdraw() || question == null) {
      return Optional.empty();
    }
    if (typed.signature().isEmpty()) {
      return question.forbidden(consent(typed, Instant.EPOCH), "", Wait.now());
    }
    Optional<Instant> at = signed(typed);
    if (at.isEmpty()) {
      return Optional.of("at must say when it was signed, got " + orNothing(typed.at()));
    }
    Consent consent = consent(typed, at.get());
    return question.withdrawn(typed.by(), at.get())
        ? Optional.of(typed.by() + " has withdrawn what was signed then; sign again")
        : question.forbidden(consent, typed.signature(), Wait.now());
  }

  /**
   * Why it is not this person's to go on without the cluster that a hold asks about, or nothing.
   */
  public Optional<String> forbiddenToSkip(Typed typed, Question hold) {
    return hold.forbidden(consent(typed, Instant.EPOCH), "", Wait.now());
  }

  private Consent consent(Typed typed, Instant at) {
    return new Consent(plan.rolloutId(), typed.gate(), digest, typed.by(), at);
  }

  private static Optional<Instant> signed(Typed typed) {
    try {
      return Optional.of(Instant.parse(typed.at()));
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }

  /** Takes an answer without a {@link #problem}; tells what it does. */
  public String take(Typed typed, boolean goOn) {
    Question question = known.get(typed.gate());
    if (question == null) {
      throw new IllegalStateException("no such gate: " + typed.gate());
    }
    if (goOn && typed.withdraw()) {
      question.withdraw(typed.by(), Wait.now());
      return typed.sentence(question.name() + ": consent withdrawn");
    }
    Answer answer = answer(typed, goOn);
    if (!question.take(answer)) {
      return question.name() + " was already " + question.answer().orElse(answer).sentence();
    }
    String more = question.answered() ? "" : ", " + question.progress();
    String early = question.waiting().isEmpty() ? ", kept until it opens" : "";
    return question.name() + " " + answer.sentence() + more + early;
  }

  /** How many questions there have been whose name begins like this. */
  public int count(String prefix) {
    return (int) known.keySet().stream().filter(name -> name.startsWith(prefix)).count();
  }

  private static Answer answer(Typed typed, boolean goOn) {
    if (!goOn) {
      return new Answer(false, typed.who(), typed.sentence("rejected"));
    }
    // a signature that does not fit has been refused before
    String sentence = typed.consented(Quorum.identity(typed.signature()));
    return new Answer(true, typed.who(), sentence, signed(typed).orElse(Instant.EPOCH));
  }

  /**
   * Going back needs nothing: a rejection may leave the digest out, but not name another plan's.
   */
  private boolean otherDigest(Typed typed) {
    return !typed.digest().isEmpty() && !typed.digest().equals(digest);
  }

  /** How to send it, where something was left out: a wrong value needs no lesson in JSON. */
  private String instead(Typed typed, boolean goOn) {
    if (typed.complete(goOn) || known.isEmpty()) {
      return "";
    }
    String gate = known.containsKey(typed.gate()) ? typed.gate() : known.firstEntry().getKey();
    return "; send {\"gate\": \""
        + gate
        + "\", \"digest\": \""
        + digest
        + "\", \"by\": \"you\", \"reason\": \"why\"}";
  }

  private String names() {
    return known.isEmpty()
        ? "one that this plan has, but it has none"
        : "one of " + String.join(", ", known.keySet());
  }

  private static String orNothing(String value) {
    return value.isEmpty() ? "nothing" : value;
  }
}
