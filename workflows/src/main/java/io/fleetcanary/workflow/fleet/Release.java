package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.PoolVerdict;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.ClusterRollout.Report;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.fleet.Stop.Cause;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.question.Questions;
import io.fleetcanary.workflow.question.Typed;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A rollout that has its plan: the clusters it moves, and the questions it asks. */
final class Release {
  /** A watch looks at least this often, and the brake takes one write. */
  private static final Duration FIRST_WORD = Duration.ofSeconds(10);

  private final RolloutPlan plan;
  private final Supplier<Boolean> paused;
  private final Runnable changed;
  private final Fleet fleet;
  private final Questions questions;
  private final Troubles troubles;
  private final Consequences consequences;
  private final Waves waves;
  private Runnable closePool = () -> {};

  /**
   * Nothing has begun.
   *
   * @param paused whether people hold it up
   * @param changed called when there is something new to show
   */
  Release(RolloutPlan plan, Course<Stop> course, Supplier<Boolean> paused, Runnable changed) {
    this.plan = plan;
    this.paused = paused;
    this.changed = changed;
    fleet = new Fleet(plan);
    questions = new Questions(plan, changed);
    troubles = new Troubles(plan, fleet, questions, course, paused, this::start);
    consequences = new Consequences(plan, questions, course, troubles);
    waves = new Waves(plan, fleet, questions, course, changed);
  }

  RolloutPlan plan() {
    return plan;
  }

  Fleet fleet() {
    return fleet;
  }

  Questions questions() {
    return questions;
  }

  void goForward() {
    Pool.of(plan).ifPresent(this::openPool);
    waves.release(() -> paused.get() || troubles.undecided(), paused, this::start);
  }

  /** Whether it starts or not, no cluster waits for it. */
  private void openPool(Pool nothing) {
    Logger log = Workflow.getLogger(Release.class);
    closePool =
        Detached.begin(
                () ->
                    Async.procedure(Stubs.pool(plan)::run, nothing)
                        .exceptionally(
                            failure -> {
                              log.info("evidence is pooled no more", failure);
                              return null;
                            }))
            ::cancel;
  }

  /** Brings every cluster to its end: back as far as the stop reaches, or kept. */
  FleetOutcome finish(Optional<Stop> stop) {
    closePool.run();
    questions.closeAll(stop.map(Stop::reason).orElse("the rollout has ended"));
    String halted = "";
    if (stop.isPresent()) {
      halted = new Retreat(plan, fleet, questions).go(stop.get());
    } else {
      fleet.all().stream().filter(Member::inProbation).forEach(Member::keep);
      Workflow.await(fleet::allEnded);
    }
    return Ending.of(plan, stop, halted, fleet.outcomes());
  }

  /** A stop that reaches as far as the plan's scope, seen from the current wave. */
  Stop reach(Cause cause) {
    return Stop.within(plan, waves.current(), cause);
  }

  /** Takes an answer without a problem; tells what it does. */
  String decide(Typed answer, boolean goOn) {
    String said = questions.take(answer, goOn);
    consequences.answered(answer.gate(), fleet);
    return said;
  }

  Troubles troubles() {
    return troubles;
  }

  void hold(boolean paused) {
    fleet.all().stream().filter(Member::open).forEach(member -> member.hold(paused));
  }

  /** Whether a cluster speaks of this rollout; one we have not started yet does of an earlier. */
  boolean takes(Report report) {
    return fleet.find(report.status().cluster()).filter(Member::open).isPresent();
  }

  /** Takes what a cluster says. */
  void report(Report report) {
    fleet.find(report.status().cluster()).ifPresent(member -> report(member, report));
    changed.run();
  }

  /** Clusters have proved something together: about the revision, or about one of them. */
  void pooled(PoolVerdict verdict) {
    if (!verdict.rolloutId().equals(plan.rolloutId())) {
      return;
    }
    if (verdict.everywhere()) {
      consequences.provedBad(verdict.reason());
    } else {
      fleet
          .find(verdict.cluster())
          .filter(Member::inFlight)
          .ifPresent(
              member -> Detached.run(() -> Async.procedure(this::sendBack, member, verdict)));
    }
    changed.run();
  }

  /** Its own watch sees the same, holds the brake, and mostly says so first. */
  private void sendBack(Member member, PoolVerdict verdict) {
    String summary = "leave the first word to the watch of " + member.name();
    if (Wait.until(() -> !member.inFlight(), FIRST_WORD, summary)) {
      return;
    }
    String reason = verdict.reason();
    failed(member, FailureClass.EVIDENCE, reason);
    member.goBack(new GoBack(FailureClass.EVIDENCE, reason));
    changed.run();
  }

  /** What it is doing while it neither goes back nor is paused. */
  FleetPhase phase() {
    boolean gate = questions.isOpen(plan.waves().get(waves.current()).name());
    if (questions.waiting().size() > (gate ? 1 : 0)) {
      return FleetPhase.HOLDING;
    }
    if (gate) {
      return FleetPhase.WAITING_FOR_APPROVAL;
    }
    return waves.baking() ? FleetPhase.BAKING : FleetPhase.RELEASING;
  }

  private void report(Member member, Report report) {
    member.update(report.status());
    member.stuck(report instanceof Report.Stuck && !goesOn(report));
    switch (report) {
      case Report.Moves moves -> consequences.movedOn(member);
      case Report.Confirms confirms -> {
        consequences.movedOn(member);
        member.confirms();
      }
      case Report.Holds holds -> consequences.holds(member, holds.hold());
      case Report.Stuck stuck -> {}
      case Report.Returns returns -> {
        if (returns.unreachable() && member.fail()) {
          consequences.unreachable(member, returns.status().reason());
        } else {
          failed(member, returns.because(), returns.status().reason());
        }
      }
      case Report.Ends ends -> member.says(ends.outcome());
    }
  }

  /** Going forward it gives up by itself, and nobody needs to take it over. */
  private static boolean goesOn(Report report) {
    ClusterPhase phase = report.status().phase();
    return phase.forward() && phase != ClusterPhase.KEEPING;
  }

  private void start(Member member) {
    Wave wave = plan.waves().get(member.wave());
    String summary = plan.revision().name() + " to " + member.name() + ", wave " + wave.name();
    member.start(
        member.plan(plan), summary, (outcome, failure) -> closed(member, outcome, failure));
    changed.run();
  }

  private void closed(
      Member member, @Nullable ClusterOutcome outcome, @Nullable RuntimeException failure) {
    if (outcome != null) {
      ended(member, outcome);
    } else if (failure != null && failure.getCause() instanceof WorkflowExecutionAlreadyStarted) {
      adopt(member);
    } else if (member.outcome().isEmpty()) {
      lost(member, failure);
    }
    changed.run();
  }

  /** Cancelled by itself it has gone back and said so; anything else took the run away from it. */
  private void lost(Member member, @Nullable RuntimeException failure) {
    if (member.said().isPresent()) {
      ended(member, member.said().get());
      return;
    }
    String cluster = member.name();
    String how = failure == null ? "gave no outcome" : Failures.message(failure.getCause());
    String reason = "the run of cluster " + cluster + " ended by force: " + how;
    if (member.returning()) {
      String left = "whatever its ledger says: claim, canary and weight were not taken back";
      ended(member, new ClusterOutcome.HandedOver(reason, left));
      return;
    }
    failed(member, FailureClass.LOCAL, reason);
    member.bringBack(
        member.plan(plan),
        new GoBack(FailureClass.LOCAL, reason),
        "bring back " + cluster,
        (outcome, again) -> closed(member, outcome, again));
  }

  /** A reset of ours can leave a child of the earlier run: it goes back, its report says how. */
  private void adopt(Member member) {
    String reason = "an earlier run of cluster " + member.name() + " was still open and goes back";
    member.adopt(
        new GoBack(FailureClass.LOCAL, reason),
        () -> failed(member, FailureClass.LOCAL, reason),
        () -> start(member));
  }

  private void ended(Member member, ClusterOutcome outcome) {
    if (!Ended.promoted(outcome)) {
      failed(member, Ended.because(outcome), outcome.reason());
    }
    member.end(outcome);
  }

  private void failed(Member member, FailureClass because, String reason) {
    if (member.fail()) {
      consequences.failed(member, because, reason);
    }
  }
}
