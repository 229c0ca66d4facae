package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.fleet.Stop.Cause;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.question.Question;
import io.fleetcanary.workflow.question.Question.Answer;
import io.fleetcanary.workflow.question.Questions;
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
  private final Troubles troubles;
  private int failures;

  Consequences(RolloutPlan plan, Questions questions, Course<Stop> course, Troubles troubles) {
    this.plan = plan;
    this.questions = questions;
    this.course = course;
    this.troubles = troubles;
  }

  /** A cluster lacks evidence and asks; it watches on, and it keeps the deadline itself. */
  void holds(Member member, String name) {
    if (!course.open()) {
      return;
    }
    String cluster = member.name();
    Instant since = member.status().since();
    Waiting hold =
        HoldAnswer.waiting(name, member.status().reason(), since, plan.failure().scope());
    holds.put(cluster, questions.openHold(hold, member.wave()));
  }

  /** A cluster that was holding has moved on. */
  void movedOn(Member member) {
    Question hold = holds.remove(member.name());
    if (hold != null) {
      String unanswered = hold.consents() ? hold.progress() : "nobody answered";
      questions.close(hold, hold.answer().map(Answer::sentence).orElse(unanswered));
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
    boolean wasHolding = holds.containsKey(member.name());
    movedOn(member);
    if (!course.open()) {
      return;
    }
    switch (because) {
      case EVIDENCE -> count(member, Cause.evidence(reason));
      case LOCAL -> troubles.ask(member, reason);
      case PERSON -> {
        if (wasHolding) {
          stop(member, Cause.rejected(reason));
        } else {
          troubles.ask(member, reason);
        }
      }
    }
  }

  /** A cluster goes back that could not be reached for as long as the spec says. */
  void unreachable(Member member, String reason) {
    movedOn(member);
    if (!course.open()) {
      return;
    }
    if (plan.failure().countsUnreachable()) {
      count(member, Cause.unreachable(reason));
    } else {
      troubles.ask(member, reason);
    }
  }

  /**
   * The revision is bad wherever it was tried, though no cluster proves it alone. So there is no
   * cluster that could be left out, and scope and budget have nothing to limit: all goes back.
   */
  void provedBad(String reason) {
    course.stop(Stop.everywhere(Cause.evidence(reason)));
  }

  private void tell(Member member, String name, Answer answer) {
    String reason = name + " " + answer.sentence();
    if (answer.goOn()) {
      member.answer(new HoldAnswer(name, true, reason));
    } else {
      stop(member, Cause.rejected(reason));
    }
  }

  private void count(Member member, Cause cause) {
    failures++;
    if (failures > plan.failure().budget()) {
      stop(member, cause);
    }
  }

  private void stop(Member member, Cause cause) {
    course.stop(Stop.within(plan, member.wave(), cause));
  }
}
