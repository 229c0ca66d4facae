package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.fleet.Stop.Cause;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.question.Question;
import io.fleetcanary.workflow.question.Question.Answer;
import io.fleetcanary.workflow.question.Questions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one cluster's trouble means for the fleet. Evidence counts against the budget, then the
 * spec's scope goes back. A cluster's own trouble stays there; people are asked about the rest.
 */
final class Consequences {
  private final RolloutPlan plan;
  private final Questions questions;
  private final Course<Stop> course;
  private final SortedMap<String, Question> holds = new TreeMap<>();
  private final SortedMap<String, Integer> held = new TreeMap<>();
  private int evidence;
  private int local;

  Consequences(RolloutPlan plan, Questions questions, Course<Stop> course) {
    this.plan = plan;
    this.questions = questions;
    this.course = course;
  }

  /** Whether a cluster's own trouble waits for a decision: nothing new starts meanwhile. */
  boolean undecided() {
    return local > 0;
  }

  /** A cluster lacks evidence and asks; it watches on, and it keeps the deadline itself. */
  void holds(Member member, String name) {
    if (!course.open()) {
      return;
    }
    String cluster = member.target().name();
    held.merge(cluster, 1, Integer::sum);
    Instant since = member.status().since();
    holds.put(cluster, questions.open(waiting(name, member.status().reason(), since)));
  }

  /** A cluster that was holding has moved on. */
  void movedOn(Member member) {
    Question hold = holds.remove(member.target().name());
    if (hold != null) {
      questions.close(hold, hold.answer().map(Answer::sentence).orElse("nobody answered"));
    }
  }

  /** People answered a question; if a cluster asked it, the cluster hears it. */
  void answered(String name, Fleet fleet) {
    holds.forEach(
        (cluster, hold) -> {
          if (hold.name().equals(name)) {
            hold.answer()
                .ifPresent(answer -> fleet.find(cluster).ifPresent(m -> tell(m, name, answer)));
          }
        });
  }

  /** A cluster goes back that nobody has told to. */
  void failed(Member member, FailureClass because, String reason) {
    boolean wasHolding = holds.containsKey(member.target().name());
    movedOn(member);
    if (!course.open()) {
      return;
    }
    switch (because) {
      case EVIDENCE -> countEvidence(member, reason);
      case LOCAL -> ask(member, reason);
      case PERSON -> {
        if (wasHolding) {
          stop(member, Cause.rejected(reason));
        } else {
          ask(member, reason);
        }
      }
    }
  }

  private void tell(Member member, String name, Answer answer) {
    String reason = name + " " + answer.sentence();
    if (answer.goOn()) {
      member.answer(new HoldAnswer(name, true, reason));
    } else {
      stop(member, Cause.rejected(reason));
    }
  }

  private void countEvidence(Member member, String reason) {
    evidence++;
    if (evidence > plan.failure().budget()) {
      stop(member, Cause.evidence(reason));
    }
  }

  private void ask(Member member, String reason) {
    local++;
    Detached.run(() -> Async.procedure(() -> decide(member, reason)));
  }

  private void decide(Member member, String reason) {
    String cluster = member.target().name();
    String name = HoldAnswer.name(cluster, held.merge(cluster, 1, Integer::sum));
    Instant now = Instant.ofEpochMilli(Workflow.currentTimeMillis());
    Question hold = questions.open(waiting(name, reason + "; go on without " + cluster + "?", now));
    Wait.until(
        () -> hold.answered() || !course.open(), HoldAnswer.WITHIN, name + ": wait for an answer");
    String how =
        hold.answer()
            .map(answer -> name + " " + answer.sentence())
            .orElse("nobody answered " + name + ", which counts as a rejection");
    questions.close(hold, how);
    if (hold.answer().filter(Answer::goOn).isPresent()) {
      local--;
    } else {
      stop(member, Cause.rejected(how + "; " + reason));
    }
  }

  private void stop(Member member, Cause cause) {
    course.stop(Stop.within(plan, member.wave(), cause));
  }

  private Waiting waiting(String name, String why, Instant since) {
    return new Waiting(
        name,
        why,
        since,
        since.plus(HoldAnswer.WITHIN),
        "it counts as rejected: the rollout goes back, scope " + Texts.scope(plan));
  }
}
