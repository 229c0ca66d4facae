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
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
  private final Insist insist;
  private boolean toConfirm;
  private boolean kept;
  private boolean toldBack;
  private @Nullable CancellationScope whole;

  @WorkflowInit
  public ClusterRolloutWorkflow(ClusterPlan plan) {
    this.plan = plan;
    standing = new Standing(plan, this::stopAlone);
    insist = new Insist(plan.cluster(), standing);
    course = new Course<>(failure -> Stop.of(failure, plan.cluster()));
    watcher = new Watcher(plan, standing, course);
    trial = new Trial(plan, standing, watcher, course);
  }

  @Override
  public ClusterOutcome run(ClusterPlan same) {
    whole = CancellationScope.current();
    Optional<Stop> stopped = course.run(this::goForward);
    return Detached.get(() -> stopped.map(this::goBack).orElseGet(this::keepIt));
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
  private ClusterOutcome keepIt() {
    standing.pass(ClusterPhase.KEEPING);
    return insist.unlessAbandoned(
        () ->
            switch (insist.on(patience -> Stubs.keeping(plan, patience).keep(plan))) {
              case Progress.Done done -> promoted(done.left());
              case Progress.Stopped stopped ->
                  goBack(new Stop(stopped.because(), stopped.reason()));
              case Progress.TurnedBack back -> goBack(watcher.whyTurnedBack());
            },
        this::givenUp);
  }

  private ClusterOutcome givenUp(String by) {
    return ended(
        new ClusterOutcome.HandedOver(
            serves() + "; " + by,
            "the claim, and a canary without pods" + WayBack.floor(plan.cluster())),
        mustTell());
  }

  /** Whether the parent waits for word: it had ordered another end, or gets no result. */
  private boolean mustTell() {
    return toldBack || (whole != null && whole.isCancelRequested());
  }

  private ClusterOutcome ended(ClusterOutcome outcome, boolean tell) {
    standing.end(outcome, tell);
    return outcome;
  }

  private String serves() {
    return plan.revision().name() + " serves in " + plan.cluster().name();
  }

  private ClusterOutcome goBack(Stop stop) {
    return ended(
        trial.touched()
            ? new WayBack(plan, standing, insist)
                .go(trial.promoting() ? stop.atOnce() : stop, trial.exposed())
            : new ClusterOutcome.Untouched(stop.because(), stop.reason()),
        true);
  }

  private ClusterOutcome promoted(String left) {
    List<String> sentences = new ArrayList<>();
    sentences.add(serves());
    sentences.addAll(trial.judge().overrides());
    if (!left.isEmpty()) {
      sentences.add(left);
    }
    return ended(new ClusterOutcome.Promoted(String.join("; ", sentences)), mustTell());
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

  @Override
  public void abandon(Abandon order) {
    insist.abandon(order);
  }
}
