package io.fleetcanary.workflow.simulation;

import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.notification.Notification;
import io.fleetcanary.workflow.simulation.Event.Act;
import io.fleetcanary.workflow.simulation.cluster.SimulatedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a rollout ended as it must, and said so. */
final class Verdict {
  private final World world;
  private final List<String> flaws = new ArrayList<>();

  Verdict(World world) {
    this.world = world;
  }

  /** What is wrong with how it ended. */
  List<String> of(Optional<FleetOutcome> outcome, Optional<FleetStatus> status) {
    flaws.addAll(world.flaws());
    if (outcome.isPresent()) {
      fleet(outcome.get());
      status.ifPresentOrElse(last -> says(last, outcome.get()), () -> flaws.add("no status"));
    } else if (!world.shape().has(Act.TERMINATE) && !world.shape().has(Act.CANCEL)) {
      flaws.add("it ended without an outcome");
    }
    return flaws;
  }

  /** However it ended, sweeps included: what nobody has taken over is one or the other. */
  void settled() {
    for (SimulatedCluster cluster : world.clusters()) {
      boolean whole = cluster.free() && (serves(cluster) || cluster.original() || cluster.edited());
      require(whole || world.abandoned(), "left between: " + cluster.name() + " " + cluster);
    }
  }

  /**
   * What people were told, when all is over: each thing once, in order, and its end last. None is
   * missing but what no worker could tell within the hour after it happened.
   *
   * @param told whether somebody is told at all
   */
  void heard(boolean told, Optional<FleetOutcome> outcome) {
    List<Notification> heard = world.heard();
    long ends = heard.stream().filter(it -> it.kind().last()).count();
    boolean early = heard.isEmpty() && world.shape().has(Act.TERMINATE);
    require(ends == (told && !early ? 1 : 0), "ends told: " + ends);
    boolean gaps = world.shape().has(Act.NO_WORKERS);
    long before = 0;
    for (Notification each : heard) {
      boolean next = each.number() == before + 1 || (gaps && each.number() > before);
      require(next, "told out of turn: " + each);
      before = each.number();
    }
    if (told && outcome.isPresent()) {
      require(
          heard.getLast().sentence().equals(outcome.get().reason()),
          "another sentence: " + heard.getLast());
    }
  }

  private void fleet(FleetOutcome outcome) {
    require(!outcome.reason().isBlank(), "it ended without a sentence");
    for (SimulatedCluster cluster : world.clusters()) {
      cluster(cluster, outcome(outcome, cluster.name()));
    }
    boolean everywhere =
        outcome.clusters().size() == world.clusters().size()
            && outcome.clusters().values().stream().allMatch(Verdict::promoted);
    require(
        everywhere
            ? outcome.ending() == FleetPhase.PROMOTED || kept(outcome)
            : !outcome.ending().equals(FleetPhase.PROMOTED),
        "it ended " + outcome.ending() + " with " + outcome.clusters());
    boolean farthest =
        outcome.ending() != FleetPhase.HANDED_OVER
            && world.shape().plan().failure().scope() == Scope.FLEET
            && world.shape().plan().failure().budget() == 0;
    require(
        !world.proven()
            || !farthest
            || outcome.clusters().values().stream().noneMatch(Verdict::promoted),
        "a bad revision serves: " + outcome);
  }

  /** What is stopped before it is planned knows no clusters. */
  private static @Nullable ClusterOutcome outcome(FleetOutcome outcome, String cluster) {
    return outcome.rolloutId().isEmpty() && outcome.clusters().isEmpty()
        ? new ClusterOutcome.Untouched(FailureClass.PERSON, outcome.reason())
        : outcome.clusters().get(cluster);
  }

  /** Who stops it at the last gate, with that scope, leaves all of it promoted. */
  private boolean kept(FleetOutcome outcome) {
    boolean person =
        outcome.ending() == FleetPhase.REJECTED || outcome.ending() == FleetPhase.ABORTED;
    return person && world.shape().plan().failure().scope() == Scope.CLUSTER;
  }

  private void cluster(SimulatedCluster cluster, ClusterOutcome outcome) {
    boolean asSaid =
        switch (outcome) {
          case null -> false;
          case ClusterOutcome.Promoted promoted -> serves(cluster) && cluster.free();
          case ClusterOutcome.RolledBack back -> cluster.original() && cluster.free();
          case ClusterOutcome.Untouched untouched -> cluster.original() && untouched(cluster);
          case ClusterOutcome.HandedOver over -> !over.left().isBlank() && mayBeHandedOver(cluster);
        };
    require(asSaid, "ended " + outcome + ", but is " + cluster);
    require(outcome == null || !outcome.reason().isBlank(), "ended without a sentence");
  }

  /** By the last attempt: one before it may have gone back. */
  private boolean untouched(SimulatedCluster cluster) {
    return world.retried(cluster.name()) ? cluster.free() : cluster.untouched();
  }

  /** What is brought in the last minutes is not seen any more. */
  private static boolean serves(SimulatedCluster cluster) {
    return cluster.promoted() || (!cluster.original() && !cluster.edited());
  }

  /** Somebody was at work there, or took a run away, or takes it over. */
  private boolean mayBeHandedOver(SimulatedCluster cluster) {
    return world.abandoned()
        || world.shape().events().stream()
            .filter(event -> event.cluster().equals(cluster.name()))
            .anyMatch(event -> event.act() == Act.EDIT || event.act().force());
  }

  private void says(FleetStatus last, FleetOutcome outcome) {
    require(last.phase() == outcome.ending(), "its status says " + last.phase());
    require(last.reason().equals(outcome.reason()), "its status says " + last.reason());
    require(last.waitingFor().isEmpty(), "it has ended and waits for " + last.waitingFor());
    last.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .forEach(cluster -> says(cluster, outcome.clusters().get(cluster.cluster())));
  }

  private void says(ClusterStatus status, ClusterOutcome outcome) {
    ClusterPhase phase =
        switch (outcome) {
          case null -> ClusterPhase.QUEUED;
          case ClusterOutcome.Promoted promoted -> ClusterPhase.PROMOTED;
          case ClusterOutcome.RolledBack back -> ClusterPhase.ROLLED_BACK;
          case ClusterOutcome.Untouched untouched -> ClusterPhase.UNTOUCHED;
          case ClusterOutcome.HandedOver over -> ClusterPhase.HANDED_OVER;
        };
    require(status.phase() == phase, status + " is said, but it ended " + outcome);
  }

  private static boolean promoted(ClusterOutcome outcome) {
    return outcome instanceof ClusterOutcome.Promoted;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      flaws.add(otherwise);
    }
  }
}
