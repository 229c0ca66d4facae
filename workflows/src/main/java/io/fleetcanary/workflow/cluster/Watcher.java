package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.flow.Wait;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.CompletablePromise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that nobody gets requests unwatched: in the foreground while a step bakes or stable
 * rolls; in the background, as a guard, while anything else takes time. A failure stops the course.
 */
final class Watcher {
  /** Whatever takes longer than this is guarded: the gap in watching stays under 15 s. */
  private static final Duration MOMENT = Duration.ofSeconds(10);

  /** How old the evidence may be that confirms a promoted cluster, and how long it may take. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final ClusterPlan plan;
  private final Standing standing;
  private final Course<Stop> course;
  private int step;
  private int watches;
  private TrafficWeight weight = TrafficWeight.NONE;
  private Instant begin = Instant.EPOCH;
  private @Nullable CancellationScope background;
  private @Nullable Call guard;

  Watcher(ClusterPlan plan, Standing standing, Course<Stop> course) {
    this.plan = plan;
    this.standing = standing;
    this.course = course;
  }

  /** From now on {@code share} is what the canary should get; its evidence starts afresh. */
  void turnTo(int number, TrafficWeight share) {
    step = number;
    weight = share;
    begin = Wait.now();
    if (!exposed()) {
      dismiss();
    } else if (background == null) {
      rest();
    }
  }

  /** Watches for a bake, to {@code PASS} or {@code INCONCLUSIVE}; empty when a pause came first. */
  Optional<Watched> bake(int number, Duration bake, Supplier<Boolean> paused) {
    dismiss();
    step = number;
    Call call = new Call(new Until.Baked(bake));
    Workflow.await(() -> call.result.isCompleted() || paused.get());
    if (call.result.isCompleted()) {
      return Optional.of(judged(call.result.get()));
    }
    call.scope.cancel();
    return Optional.empty();
  }

  /** Watches stable roll to the new revision, to {@code PASS} or {@code INCONCLUSIVE}. */
  Watched promotion() {
    dismiss();
    return judged(new Call(new Until.Promoted(plan.rules().promotedWithin())).result.get());
  }

  /** Looks at the new revision serving alone, to {@code PASS} or {@code INCONCLUSIVE}. */
  Watched confirmation() {
    dismiss();
    Instant fresh = Wait.now().minus(FRESH);
    begin = begin.isAfter(fresh) ? begin : fresh;
    return judged(new Call(new Until.Promoted(FRESH)).result.get());
  }

  /** The route has been turned back while we went forward: the guard's verdict is on its way. */
  Stop whyTurnedBack() {
    Wait.until(() -> !course.open(), MOMENT, "wait for the verdict that turned it back");
    return new Stop(FailureClass.EVIDENCE, "turned back, no verdict has come in");
  }

  /** Guards from now on, if requests are on the canary, until something is watched again. */
  void guardWhileExposed() {
    if (exposed()) {
      guard();
    }
  }

  /** Guards from now on, until something is watched again or the guard is dismissed. */
  void guard() {
    if (guard == null) {
      inBackground(this::beginGuard);
    }
  }

  void dismiss() {
    CancellationScope scope = background;
    background = null;
    guard = null;
    if (scope != null) {
      scope.cancel();
    }
  }

  private boolean exposed() {
    return !weight.equals(TrafficWeight.NONE);
  }

  /** The next change may take its time: then a guard takes over. */
  private void rest() {
    inBackground(() -> Async.procedure(this::guardAfterAMoment));
  }

  private void guardAfterAMoment() {
    try {
      Wait.through(MOMENT, "guard if the next change takes longer");
    } catch (CanceledFailure watchedAgain) {
      return;
    }
    standing.lasts();
    beginGuard();
  }

  private void inBackground(Runnable work) {
    dismiss();
    CancellationScope scope = Workflow.newCancellationScope(work);
    background = scope;
    scope.run();
  }

  private void beginGuard() {
    Call call = new Call(new Until.Cancelled());
    guard = call;
    call.result.handle((watched, failure) -> ended(call, watched, failure));
  }

  private boolean ended(Call call, @Nullable Watched watched, @Nullable RuntimeException failure) {
    if (guard != call || Failures.interrupted(failure)) {
      return false;
    }
    if (watched == null) {
      String why = failure == null ? "no answer" : Failures.reason(failure, plan.cluster());
      return course.stop(new Stop(FailureClass.LOCAL, why));
    }
    standing.saw(watched);
    return course.stop(
        watched.verdict() == Verdict.FAIL
            ? new Stop(watched.because(), watched.reason())
            : new Stop(FailureClass.LOCAL, "nobody watches any more: " + watched.reason()));
  }

  private Watched judged(Watched watched) {
    standing.saw(watched);
    if (watched.verdict() == Verdict.FAIL) {
      throw course.halt(new Stop(watched.because(), watched.reason()));
    }
    rest();
    return watched;
  }

  private String summary(Until until) {
    String where = " at " + weight + " in " + plan.cluster().name();
    return switch (until) {
      case Until.Baked baked -> "bake " + Wait.text(baked.bake()) + where;
      case Until.Promoted promoted -> "watch stable roll" + where;
      case Until.Cancelled cancelled -> "guard" + where;
    };
  }

  /** One call of watch, in a scope of its own so that it can be interrupted alone. */
  private final class Call {
    private final CompletablePromise<Watched> result = Workflow.newPromise();
    private final CancellationScope scope;

    Call(Until until) {
      AnalysisActivities analysis = Stubs.analysis(plan, until, summary(until));
      WatchRequest request = new WatchRequest(plan, step, weight, begin, until, ++watches);
      scope =
          Workflow.newCancellationScope(
              () -> result.completeFrom(Async.function(analysis::watch, request)));
      scope.run();
    }
  }
}
