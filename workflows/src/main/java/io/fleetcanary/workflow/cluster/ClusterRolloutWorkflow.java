package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Stubs;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads like the runbook. It never fails: whatever happens, it returns how the cluster ended.
 *
 * <pre>
 * claim ▶ for each step: canary pods ▶ shift ▶ watch
 *       ▶ promote, watched ▶ traffic to stable ▶ drain ▶ canary to zero ▶ probation, watched ▶ keep
 *       at any point: traffic off ▶ stable as it was ▶ drain ▶ canary removed, released
 * </pre>
 *
 * Going forward happens inside a course, which a failure, the parent or a cancellation stops. The
 * way back, and keeping, happen outside of it and always come to their end.
 */
public final class ClusterRolloutWorkflow implements ClusterRollout {
  private final ClusterPlan plan;
  private final Standing standing;
  private final Course<Stop> course;
  private final Watcher watcher;
  private final Trial trial;
  private boolean toConfirm;
  private boolean kept;
  private boolean toldBack;
  private String left = "";

  @WorkflowInit
  public ClusterRolloutWorkflow(ClusterPlan plan) {
    this.plan = plan;
    standing = new Standing(plan, this::stopAlone);
    course = new Course<>(failure -> Stop.of(failure, plan.cluster()));
    watcher = new Watcher(plan, standing, course);
    trial = new Trial(plan, standing, watcher, course);
  }

  @Override
  public ClusterOutcome run(ClusterPlan same) {
    Optional<Stop> stopped = course.run(this::goForward);
    return Detached.get(() -> stopped.or(this::keepIt).map(this::goBack).orElseGet(this::promoted));
  }

  /** Nobody would ever say keep; a parent that has gone astray must not leave its canary behind. */
  private void stopAlone() {
    course.stop(
        new Stop(
            FailureClass.LOCAL,
            "the fleet rollout has closed without cluster " + plan.cluster().name()));
  }

  private void goForward() {
    trial.claim();
    for (int number = 1; number <= plan.steps().size(); number++) {
      trial.perform(number, plan.steps().get(number - 1));
    }
    trial.promote();
    trial.settle();
    awaitKeep();
  }

  /** Probation: the fleet's fate decides. */
  private void awaitKeep() {
    standing.enter(ClusterPhase.PROBATION);
    while (!kept) {
      watcher.guard();
      Workflow.await(() -> kept || toConfirm);
      if (!kept) {
        toConfirm = false;
        trial.judge().insistOnPass(watcher::confirmation);
        standing.confirm();
      }
    }
    watcher.dismiss();
  }

  /** From here there is no way back, unless keeping itself says that it has not begun. */
  private Optional<Stop> keepIt() {
    standing.pass(ClusterPhase.KEEPING);
    Insist insist = new Insist(plan.cluster(), standing);
    return switch (insist.on(patience -> Stubs.keeping(plan, patience).keep(plan))) {
      case Progress.Done done -> {
        left = done.left();
        yield Optional.empty();
      }
      case Progress.Stopped stopped -> Optional.of(new Stop(stopped.because(), stopped.reason()));
      case Progress.TurnedBack back -> Optional.of(watcher.whyTurnedBack());
    };
  }

  private ClusterOutcome goBack(Stop stop) {
    ClusterOutcome outcome = new ClusterOutcome.Untouched(stop.because(), stop.reason());
    if (trial.touched()) {
      outcome =
          new WayBack(plan, standing).go(trial.promoting() ? stop.atOnce() : stop, trial.exposed());
    }
    standing.end(outcome, true);
    return outcome;
  }

  private ClusterOutcome promoted() {
    List<String> sentences = new ArrayList<>();
    sentences.add(plan.revision().name() + " serves in " + plan.cluster().name());
    sentences.addAll(trial.judge().overrides());
    if (!left.isEmpty()) {
      sentences.add(left);
    }
    ClusterOutcome outcome = new ClusterOutcome.Promoted(String.join("; ", sentences));
    standing.end(outcome, toldBack);
    return outcome;
  }

  @Override
  public ClusterStatus status() {
    return standing.status();
  }

  @Override
  public void confirm() {
    toConfirm = true;
  }

  @Override
  public void keep() {
    kept = true;
    trial.judge().letGo("kept by the fleet's scope");
  }

  @Override
  public void goBack(GoBack order) {
    toldBack = true;
    course.stop(Stop.of(order));
  }

  @Override
  public void hold(boolean paused) {
    trial.pause(paused);
  }

  @Override
  public void answer(HoldAnswer answer) {
    trial.judge().answer(answer);
  }
}
