package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.ClusterOutcome.Untouched;
import io.fleetcanary.workflow.flow.Wait;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The way back of a fleet: what is not promoted yet at once and everywhere, promoted clusters
 * newest wave first and with the wave's parallelism. For detached scopes only.
 */
final class Retreat {
  /** The server allows 2000 undelivered signals per run. */
  private static final int RECALLS_IN_FLIGHT = 200;

  private final RolloutPlan plan;
  private final Fleet fleet;

  Retreat(RolloutPlan plan, Fleet fleet) {
    this.plan = plan;
    this.fleet = fleet;
  }

  /** Returns when every cluster has ended. */
  void go(Stop stop) {
    for (Member member : fleet.all()) {
      if (member.inProbation() && member.wave() < stop.fromWave()) {
        member.keep();
      } else if (member.open() && !member.inProbation()) {
        member.goBack(stop.order());
      }
    }
    Async.procedure(() -> recallLeftOvers(stop));
    for (int wave = plan.waves().size() - 1; wave >= stop.fromWave(); wave--) {
      undo(wave, stop);
    }
    Workflow.await(fleet::allEnded);
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
    List<Member> flying = new ArrayList<>();
    for (Member member : fleet.wave(number)) {
      if (member.inProbation()) {
        makeRoom(flying, wave.parallel(), wave.name());
        member.goBack(stop.order());
        flying.add(member);
      }
    }
    makeRoom(flying, 1, wave.name());
  }

  /** A cluster that cannot be reached gives up its place: it must not keep the others promoted. */
  private void makeRoom(List<Member> flying, int places, String wave) {
    Duration patience = plan.rules().readyWithin().plus(plan.rules().drain());
    boolean room =
        Wait.until(
            () -> flying.stream().filter(Member::open).count() < places,
            patience,
            "undo wave " + wave + ": wait for room");
    if (!room) {
      flying.clear();
    }
  }
}
