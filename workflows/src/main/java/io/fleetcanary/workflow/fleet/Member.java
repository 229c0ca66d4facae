package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.workflow.ClusterReturn;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.GoBack;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Mail;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.flow.Wait;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.workflow.Async;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One cluster of a rollout, as its parent sees it.
 *
 * <pre>
 * QUEUED ▶ in flight ▶ in probation ▶ ended
 *              └─▶ failed ◀─┘ ▶ ended
 * </pre>
 */
final class Member {
  private final ClusterTarget target;
  private final int wave;
  private final String childId;
  private final Mail mail = new Mail();
  private ClusterStatus status;
  private @Nullable Promise<WorkflowExecution> started;
  private @Nullable ClusterOutcome said;
  private @Nullable ClusterOutcome outcome;
  private boolean adopted;
  private boolean recalling;
  private boolean failed;
  private boolean sentBack;
  private boolean returning;
  private boolean asked;
  private boolean confirmed;
  private boolean stuck;
  private boolean abandoned;
  private int attempt = 1;

  Member(ClusterTarget target, int wave) {
    this.target = target;
    this.wave = wave;
    childId = Workflow.getInfo().getWorkflowId() + "/" + target.name();
    status = ClusterStatus.queued(target.name(), Wait.now());
  }

  String name() {
    return target.name();
  }

  int wave() {
    return wave;
  }

  ClusterStatus status() {
    return status;
  }

  Optional<ClusterOutcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** Started and not ended. */
  boolean open() {
    return started != null && outcome == null;
  }

  /** Asked to start, the server has not confirmed it yet. */
  boolean starting() {
    return started != null && !started.isCompleted();
  }

  /** Told to go back without knowing whether it is there. */
  boolean recalling() {
    return recalling;
  }

  boolean inProbation() {
    return open() && status.phase() == ClusterPhase.PROBATION && !sentBack;
  }

  boolean inFlight() {
    return open() && !inProbation() && !failed && !sentBack;
  }

  /** Whether it has had its fresh pass, or needs none any more. */
  boolean confirmed() {
    return confirmed || failed || outcome != null;
  }

  /** Nothing more is to be expected from it going forward. */
  boolean settled() {
    return inProbation() || failed || outcome != null;
  }

  /** Whether this failure is news: neither known nor our own order. */
  boolean fail() {
    boolean news = !failed && !sentBack;
    failed = true;
    return news;
  }

  boolean stuck() {
    return stuck && outcome == null;
  }

  void stuck(boolean now) {
    stuck = now;
  }

  /** What it said before it heard that it goes back is no news any more. */
  void update(ClusterStatus reported) {
    boolean late = status.phase() == ClusterPhase.RETURNING && reported.phase().forward();
    if (outcome == null && !(sentBack && late)) {
      status = reported;
    }
  }

  void end(ClusterOutcome how) {
    outcome = how;
    status = Ended.status(status, how, Wait.now());
  }

  /** Starts its child; it outlives a cancellation of ours, because it has to go back in order. */
  void start(
      ClusterPlan plan, String summary, Functions.Proc2<ClusterOutcome, RuntimeException> closed) {
    adopted = false;
    status = ClusterStatus.untouched(target.name(), ClusterPhase.STARTING, Wait.now());
    Detached.run(
        () -> {
          ClusterRollout child = Stubs.cluster(childId, summary);
          follow(Async.function(child::run, plan), closed);
          started = Workflow.getWorkflowExecution(child);
        });
  }

  /** What it is to do. */
  ClusterPlan plan(RolloutPlan plan) {
    return plan.clusterPlan(plan.waves().get(wave), target, attempt);
  }

  /** Forgets how it ended, so that it can be started once more. */
  void renew() {
    attempt++;
    started = null;
    said = null;
    outcome = null;
    failed = false;
    sentBack = false;
    returning = false;
    stuck = false;
    abandoned = false;
    doubt();
    status = ClusterStatus.queued(target.name(), Wait.now());
  }

  /** How it says that it ended; final when there is no result to wait for. */
  void says(ClusterOutcome how) {
    said = how;
    if (adopted) {
      end(how);
    }
  }

  Optional<ClusterOutcome> said() {
    return Optional.ofNullable(said);
  }

  /**
   * A run of this cluster may be open that is not ours: it must go back, and what it says is final.
   * Once it has been told {@code sent} is called, {@code gone} where there is none, or no more.
   */
  void adopt(GoBack order, Runnable sent, Runnable gone) {
    started = Workflow.newPromise(WorkflowExecution.getDefaultInstance());
    adopted = true;
    recalling = true;
    mail.send(
        () -> {
          child().goBack(order);
          recalling = false;
          sent.run();
        },
        () -> {
          recalling = false;
          gone.run();
        });
  }

  /** Whether all that is left to it is a run of the way back alone. */
  boolean returning() {
    return returning;
  }

  /** Its run was taken from it: another one of the same id brings it back. */
  void bringBack(
      ClusterPlan plan,
      GoBack order,
      String summary,
      Functions.Proc2<ClusterOutcome, RuntimeException> closed) {
    returning = true;
    sentBack = true;
    Detached.run(
        () -> {
          ClusterReturn child = Stubs.clusterReturn(childId, summary);
          follow(Async.function(child::run, plan, order), closed);
          started = Workflow.getWorkflowExecution(child);
        });
  }

  /** What it has shown so far is old. */
  void doubt() {
    asked = false;
    confirmed = false;
  }

  /** Whether it could be asked for a fresh pass, and has not been. */
  boolean unasked() {
    return inProbation() && !asked;
  }

  void confirm() {
    asked = true;
    send(ClusterRollout::confirm);
  }

  void confirms() {
    confirmed = true;
  }

  void keep() {
    send(ClusterRollout::keep);
  }

  /** Repeatable. One that is given room says nothing on its way. */
  void goBack(GoBack order) {
    sentBack = true;
    if (!order.room().isZero()) {
      status = status.returning(order.reason(), Wait.now());
    }
    if (!returning) {
      send(child -> child.goBack(order));
    }
  }

  void hold(boolean paused) {
    send(child -> child.hold(paused));
  }

  void answer(HoldAnswer answer) {
    send(child -> child.answer(answer));
  }

  /** A person takes it over. */
  void abandon(String sentence) {
    abandoned = true;
    send(child -> child.abandon(new ClusterRollout.Abandon(sentence)));
  }

  /** Whether a person took it over, which says nothing of what others would do. */
  boolean abandoned() {
    return abandoned;
  }

  private static void follow(
      Promise<ClusterOutcome> ending, Functions.Proc2<ClusterOutcome, RuntimeException> closed) {
    ending.handle(
        (how, failure) -> {
          closed.apply(how, failure);
          return null;
        });
  }

  private void send(Functions.Proc1<ClusterRollout> message) {
    Promise<WorkflowExecution> ready = started;
    if (ready != null) {
      mail.send(
          () -> {
            ready.get();
            message.apply(child());
          });
    }
  }

  private ClusterRollout child() {
    return Workflow.newExternalWorkflowStub(ClusterRollout.class, childId);
  }
}
