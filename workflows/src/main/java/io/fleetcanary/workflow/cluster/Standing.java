package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.ClusterRollout.Report;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.flow.Mail;
import io.fleetcanary.workflow.flow.Wait;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the cluster stands: what {@code status} answers, and what the parent is told of it. A
 * report costs history on both sides, so only what lasts or matters is reported.
 */
final class Standing {
  private final String cluster;
  private final String fleet;
  private final Runnable orphaned;
  private final Mail mail = new Mail();
  private ClusterPhase phase = ClusterPhase.QUEUED;
  private Instant since = Wait.now();
  private TrafficWeight set = TrafficWeight.NONE;
  private ShareSeen seen = ShareSeen.NONE;
  private List<Finding> findings = List.of();
  private String reason = "";
  private String stuck = "";

  /**
   * Begins queued.
   *
   * @param orphaned called when the parent turns out to have closed
   */
  Standing(ClusterPlan plan, Runnable orphaned) {
    this.cluster = plan.cluster().name();
    this.fleet = FleetRollout.workflowId(plan.namespace(), plan.service());
    this.orphaned = orphaned;
  }

  ClusterStatus status() {
    return new ClusterStatus(cluster, phase, set, seen, findings, said(), since);
  }

  private String said() {
    return Stream.of(reason, stuck)
        .filter(sentence -> !sentence.isEmpty())
        .collect(Collectors.joining("; "));
  }

  /** What must be done cannot be done now, and is tried again. */
  void stuck(String why) {
    if (!why.equals(stuck)) {
      stuck = why;
      tell(new Report.Stuck(status()));
    }
  }

  boolean isStuck() {
    return !stuck.isEmpty();
  }

  /** It is done. */
  void gotOn() {
    if (!stuck.isEmpty()) {
      stuck = "";
      lasts();
    }
  }

  /** A phase that passes quickly: seen by whoever asks, reported only if it ends a standstill. */
  void pass(ClusterPhase next) {
    boolean stoodStill = phase == ClusterPhase.HOLDING || phase == ClusterPhase.PAUSED;
    move(next);
    if (stoodStill) {
      lasts();
    }
  }

  /** A phase that lasts. */
  void enter(ClusterPhase next) {
    move(next);
    lasts();
  }

  /** In probation, with a fresh pass. */
  void confirm() {
    move(ClusterPhase.PROBATION);
    tell(new Report.Confirms(status()));
  }

  /** The phase turns out to last. */
  void lasts() {
    tell(new Report.Moves(status()));
  }

  /** What it waits for without asking anybody. */
  void waits(String why) {
    reason = why;
    lasts();
  }

  void hold(String name, String why) {
    move(ClusterPhase.HOLDING);
    reason = why;
    tell(new Report.Holds(status(), name));
  }

  void goBack(Stop stop) {
    move(ClusterPhase.RETURNING);
    reason = stop.reason();
    stuck = "";
  }

  /** The parent is told that it goes back. */
  void returns(Stop stop) {
    tell(new Report.Returns(status(), stop.because(), stop.unreachable()));
  }

  /** The parent hears it from the result as well, unless it cannot. */
  void end(ClusterOutcome outcome, boolean tell) {
    move(
        switch (outcome) {
          case ClusterOutcome.Promoted promoted -> ClusterPhase.PROMOTED;
          case ClusterOutcome.RolledBack back -> ClusterPhase.ROLLED_BACK;
          case ClusterOutcome.Untouched untouched -> ClusterPhase.UNTOUCHED;
          case ClusterOutcome.HandedOver over -> ClusterPhase.HANDED_OVER;
        });
    reason = outcome.reason();
    if (tell) {
      tell(new Report.Ends(status(), outcome));
      mail.flush();
    }
  }

  void set(TrafficWeight weight) {
    set = weight;
  }

  void saw(Watched watched) {
    findings = watched.findings();
    seen = watched.seen();
  }

  private void move(ClusterPhase next) {
    if (phase != next) {
      phase = next;
      since = Wait.now();
      reason = "";
    }
  }

  /** The fleet's rollout, also where a sweep is the parent; a run that is alone tells nobody. */
  private void tell(Report report) {
    Workflow.getInfo()
        .getParentWorkflowId()
        .map(parent -> Workflow.newExternalWorkflowStub(FleetRollout.class, fleet))
        .ifPresent(rollout -> mail.send(() -> rollout.report(report), orphaned));
  }
}
