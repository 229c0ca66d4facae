package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.ClusterOutcome.HandedOver;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.fleet.Stop.Cause;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.question.Question;
import io.fleetcanary.workflow.question.Question.Answer;
import io.fleetcanary.workflow.question.Questions;
import io.fleetcanary.workflow.question.Typed;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Clusters that went back for a trouble of their own: each waits until a person says to try it
 * again, to go on without it, or to stop. Nothing new starts meanwhile. And clusters that cannot be
 * brought to their end: each is tried on, until a person takes it over.
 */
final class Troubles {
  private final RolloutPlan plan;
  private final Fleet fleet;
  private final Questions questions;
  private final Course<Stop> course;
  private final Supplier<Boolean> paused;
  private final Consumer<Member> start;
  private final SortedMap<String, Question> open = new TreeMap<>();
  private final Set<Question> again = new LinkedHashSet<>();
  private int undecided;

  /**
   * None yet.
   *
   * @param paused whether people hold the rollout up
   * @param start starts a cluster once more
   */
  Troubles(
      RolloutPlan plan,
      Fleet fleet,
      Questions questions,
      Course<Stop> course,
      Supplier<Boolean> paused,
      Consumer<Member> start) {
    this.plan = plan;
    this.fleet = fleet;
    this.questions = questions;
    this.course = course;
    this.paused = paused;
    this.start = start;
  }

  boolean undecided() {
    return undecided > 0;
  }

  void ask(Member member, String reason) {
    undecided++;
    Detached.run(() -> Async.procedure(() -> decide(member, reason)));
  }

  /** Why a cluster can be neither tried again nor left out, or nothing. */
  Optional<String> problem(String cluster) {
    if (open.containsKey(cluster)) {
      return Optional.empty();
    }
    return Optional.of(
        "cluster must be one that a hold asks about, %s, got %s"
            .formatted(listed(open.keySet()), got(cluster)));
  }

  /** Why it is not this person's to go on without a cluster that has no problem, or nothing. */
  Optional<String> forbiddenToSkip(Typed order) {
    return questions.forbiddenToSkip(order, hold(order));
  }

  /** Tries a cluster again that has no {@link #problem}, which anybody may; tells what it does. */
  String retry(Typed order) {
    Question hold = hold(order);
    hold.obey(new Answer(true, order.who(), order.sentence("retried")));
    again.add(hold);
    return hold.name() + " " + order.sentence("retried");
  }

  /** Goes on without a cluster that has no {@link #problem}; tells what it does. */
  String skip(Typed order) {
    Question hold = hold(order);
    if (again.contains(hold)) {
      return hold.ending();
    }
    hold.take(new Answer(true, order.who(), order.sentence("skipped")));
    String more = hold.answered() ? "" : ", " + hold.progress();
    return hold.name() + " " + order.sentence("skipped") + more;
  }

  /** Why nobody can give a cluster up, or nothing. Only what stands still can be given up. */
  Optional<String> abandonProblem(Typed order) {
    List<String> stuck = fleet.all().stream().filter(Member::stuck).map(Member::name).toList();
    if (!stuck.contains(order.cluster())) {
      return Optional.of(
          "cluster must be one that cannot be brought to its end, %s, got %s"
              .formatted(listed(stuck), got(order.cluster())));
    }
    return order.by().isEmpty() || order.reason().isEmpty()
        ? Optional.of("by and reason must be given: whoever takes a cluster over is on record")
        : Optional.empty();
  }

  /** Waits no longer for a cluster that has no {@link #abandonProblem}; tells what it does. */
  String abandon(Typed order) {
    String sentence = order.sentence("abandoned");
    fleet.find(order.cluster()).ifPresent(member -> member.abandon(sentence));
    return order.cluster() + " " + sentence + "; unless it gets through now, it is handed over";
  }

  private static String listed(Collection<String> clusters) {
    return clusters.isEmpty() ? "none now" : String.join(", ", clusters);
  }

  private String got(String cluster) {
    return fleet
        .find(cluster)
        .map(member -> cluster + ", which is " + member.status().phase())
        .orElse(cluster.isEmpty() ? "nothing" : cluster);
  }

  private Question hold(Typed order) {
    Question hold = open.get(order.cluster());
    if (hold == null) {
      throw new IllegalStateException("no hold asks about " + order.cluster());
    }
    return hold;
  }

  private void decide(Member member, String reason) {
    String cluster = member.name();
    Question hold = question(member, reason);
    open.put(cluster, hold);
    Wait.until(
        () -> hold.answered() || !course.open(),
        HoldAnswer.WITHIN,
        hold.name() + ": wait for an answer");
    open.remove(cluster);
    questions.close(hold, hold.ending());
    if (!hold.goOn()) {
      String why = hold.ending() + "; " + reason;
      course.stop(Stop.within(plan, member.wave(), Cause.rejected(why)));
    } else if (again.contains(hold)) {
      startAgain(member);
    } else {
      undecided--;
    }
  }

  private Question question(Member member, String reason) {
    String cluster = member.name();
    int number = 1 + questions.count(HoldAnswer.prefix(cluster));
    return questions.openHold(
        HoldAnswer.waiting(
                HoldAnswer.name(cluster, number),
                reason + "; retry " + cluster + ", or go on without it?",
                Wait.now(),
                plan.failure().scope())
            .orRetry(cluster),
        member.wave());
  }

  /** It must have come back first; what it left behind would be in its way. */
  private void startAgain(Member member) {
    Workflow.await(() -> (member.outcome().isPresent() && !paused.get()) || !course.open());
    if (!course.open()) {
      return;
    }
    if (member.outcome().orElseThrow() instanceof HandedOver over) {
      decide(member, "not tried again, something was left behind: " + over.left());
      return;
    }
    member.renew();
    start.accept(member);
    Workflow.await(() -> member.settled() || !course.open());
    undecided--;
  }
}
