package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.fleet.Stop.Cause;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.question.Question;
import io.fleetcanary.workflow.question.Questions;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The way forward: wave by wave, each through its gate. A cluster makes room for the next one when
 * it is in probation, a wave is done when all of it is; what failed has been dealt with by then.
 */
final class Waves {
  /** More child starts in one workflow task would make the task too long. */
  private static final int STARTS_PER_TASK = 50;

  private final RolloutPlan plan;
  private final Fleet fleet;
  private final Questions questions;
  private final Course<Stop> course;
  private final Runnable changed;
  private int current;
  private boolean baking;

  Waves(RolloutPlan plan, Fleet fleet, Questions questions, Course<Stop> course, Runnable changed) {
    this.plan = plan;
    this.fleet = fleet;
    this.questions = questions;
    this.course = course;
    this.changed = changed;
  }

  /** The wave that is being released or at its gate, counting from 0. */
  int current() {
    return current;
  }

  boolean baking() {
    return baking;
  }

  /**
   * All waves and all gates.
   *
   * @param held true while nothing new may begin: paused, or a hold undecided
   * @param paused true while the clock of a bake stands still
   * @param start starts a cluster's child
   */
  void release(Supplier<Boolean> held, Supplier<Boolean> paused, Consumer<Member> start) {
    for (current = 0; ; current++) {
      release(held, start);
      pass(plan.waves().get(current), paused);
      Workflow.await(() -> !held.get());
      if (current == plan.waves().size() - 1) {
        return;
      }
    }
  }

  private void release(Supplier<Boolean> held, Consumer<Member> start) {
    Wave wave = plan.waves().get(current);
    List<Member> members = fleet.wave(current);
    for (Member member : members) {
      Workflow.await(
          () ->
              !held.get()
                  && members.stream().filter(Member::inFlight).count() < wave.parallel()
                  && fleet.count(Member::starting) < STARTS_PER_TASK);
      start.accept(member);
    }
    Workflow.await(() -> members.stream().allMatch(Member::settled) && !held.get());
  }

  private void pass(Wave wave, Supplier<Boolean> paused) {
    baking = true;
    changed.run();
    Wait.through(wave.gate().bake(), paused, "bake wave " + wave.name());
    confirm();
    baking = false;
    changed.run();
    if (wave.gate().needsApproval()) {
      awaitApproval(wave);
    }
  }

  /**
   * No gate is passed on old evidence, and before all is kept all of it is looked at once more. Who
   * is tried again meanwhile is asked when it is in probation again.
   */
  private void confirm() {
    boolean last = current == plan.waves().size() - 1;
    List<Member> members = last ? fleet.all() : fleet.wave(current);
    members.forEach(Member::doubt);
    while (!members.stream().allMatch(Member::confirmed)) {
      members.stream().filter(Member::unasked).forEach(Member::confirm);
      Workflow.await(
          () ->
              members.stream().anyMatch(Member::unasked)
                  || members.stream().allMatch(Member::confirmed));
    }
  }

  private void awaitApproval(Wave wave) {
    Gate gate = wave.gate();
    Question question = questions.open(waiting(wave));
    Wait.until(question::answered, gate.within(), "gate " + wave.name() + ": wait for approval");
    String how =
        question
            .answer()
            .map(answer -> "gate " + wave.name() + " " + answer.sentence())
            .orElseGet(() -> unanswered(question));
    questions.close(question, how);
    if (!question.goOn()) {
      throw course.halt(Stop.within(plan, current, Cause.rejected(how)));
    }
  }

  private static String mayApprove(Gate gate) {
    String who = String.join(" or ", gate.by());
    String signed = gate.quorum().identity() == Identity.VERIFIED ? ", signed" : "";
    int count = gate.quorum().count();
    return count == 1
        ? who + " may approve" + signed
        : count + " of " + who + " must approve" + signed;
  }

  private static String unanswered(Question question) {
    String rejected = ", which counts as a rejection";
    return question.consents()
        ? "gate " + question.name() + " had only " + question.progress() + rejected
        : "nobody approved gate " + question.name() + rejected;
  }

  private Waiting waiting(Wave wave) {
    Instant now = Wait.now();
    return new Waiting(
        wave.name(),
        "wave " + wave.name() + " has baked, " + mayApprove(wave.gate()),
        now,
        now.plus(wave.gate().within()),
        "it counts as rejected: the rollout goes back, scope " + plan.failure().scope().text());
  }
}
