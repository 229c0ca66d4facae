package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.ClusterOutcome.HandedOver;
import io.fleetcanary.core.status.ClusterOutcome.Untouched;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.question.Question;
import io.fleetcanary.workflow.question.Questions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The way back of a fleet: what is not promoted yet at once and everywhere, promoted clusters
 * newest wave first and with the wave's parallelism. Where the old revision does not come back
 * either, a person is asked before more clusters lose the new one. For detached scopes only.
 */
final class Retreat {
  /** The server allows 2000 undelivered signals per run. */
  private static final int RECALLS_IN_FLIGHT = 200;

  private final RolloutPlan plan;
  private final Fleet fleet;
  private final Questions questions;
  private final List<Member> undone = new ArrayList<>();
  private final Set<Member> asked = new LinkedHashSet<>();
  private String halted = "";

  Retreat(RolloutPlan plan, Fleet fleet, Questions questions) {
    this.plan = plan;
    this.fleet = fleet;
    this.questions = questions;
  }

  /** Returns when every cluster has ended: why not all of them are back, empty when they are. */
  String go(Stop stop) {
    GoBack order = stop.orderFor(fleet.count(Retreat::onTrial));
    for (Member member : fleet.all()) {
      if (onTrial(member)) {
        member.goBack(order);
      } else if (member.inProbation() && member.wave() < stop.fromWave()) {
        member.keep();
      }
    }
    Async.procedure(() -> recallLeftOvers(stop));
    for (int wave = plan.waves().size() - 1; wave >= stop.fromWave(); wave--) {
      undo(wave, stop);
    }
    Workflow.await(fleet::allEnded);
    return halted;
  }

  private static boolean onTrial(Member member) {
    return member.open() && !member.inProbation();
  }

  /** After a reset of ours, clusters that we have not started may be under way all the same. */
  private void recallLeftOvers(Stop stop) {
    for (Member member : fleet.all()) {
      if (!member.open() && member.outcome().isEmpty()) {
        Workflow.await(() -> fleet.count(Member::recalling) < RECALLS_IN_FLIGHT);
        member.adopt(
            stop.order(), () -> {}, () -> member.end(new Untouched(stop.because(), stop.reason())));
      }
    }
  }

  private void undo(int number, Stop stop) {
    Wave wave = plan.waves().get(number);
    for (Member member : fleet.wave(number)) {
      if (!member.inProbation()) {
        continue;
      }
      Workflow.await(() -> inTheWay() < wave.parallel());
      if (mayGoOn()) {
        undone.add(member);
        member.goBack(stop.order());
      } else {
        member.keep();
      }
    }
    Workflow.await(() -> inTheWay() == 0);
  }

  /** A cluster that is stuck gives up its place: it must not keep the others promoted. */
  private long inTheWay() {
    return undone.stream().filter(member -> member.open() && !member.stuck()).count();
  }

  /** Asks once about each failure, and about no more once the answer was no. */
  private boolean mayGoOn() {
    for (Member member : undone) {
      boolean open = halted.isEmpty() && !member.abandoned() && !asked.contains(member);
      if (open && member.outcome().orElse(null) instanceof HandedOver failed) {
        asked.add(member);
        ask(waiting(member, failed.left()));
      }
    }
    return halted.isEmpty();
  }

  private void ask(Waiting waiting) {
    Question question = questions.openToAnybody(waiting);
    Wait.until(question::answered, HoldAnswer.WITHIN, question.name() + ": wait for an answer");
    questions.close(question, question.ending());
    if (!question.goOn()) {
      halted =
          question.ending() + ": the clusters that were not undone keep " + plan.revision().name();
    }
  }

  private Waiting waiting(Member failed, String why) {
    Instant now = Wait.now();
    long left = fleet.count(Member::inProbation);
    return new Waiting(
        "undo/" + failed.name(),
        "undoing did not bring cluster "
            + failed.name()
            + " back: "
            + why
            + "; undo the other "
            + left
            + " promoted clusters all the same?",
        now,
        now.plus(HoldAnswer.WITHIN),
        "it counts as rejected: the promoted clusters keep " + plan.revision().name());
  }
}
