package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Wait;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Calls that go forward. One that does not get through is said to be so within a minute, and tried
 * on for as long as the spec has the cluster reached within; then the course stops.
 *
 * <pre>
 * a few tries ▶ done
 *      ▲  └▶ stuck: says so, rests ▶ given up
 *      └──────────────────┘
 * </pre>
 */
final class Onward {
  /** Tries that never get through end sooner; a call that took longer was at work in between. */
  private static final Duration ROUND = Duration.ofMinutes(2);

  private static final Duration REST = Duration.ofSeconds(5);
  private static final Duration LONGEST_REST = Duration.ofMinutes(1);

  private final ClusterPlan plan;
  private final Standing standing;
  private final Course<Stop> course;

  Onward(ClusterPlan plan, Standing standing, Course<Stop> course) {
    this.plan = plan;
    this.standing = standing;
    this.course = course;
  }

  /**
   * Goes on, or stops the course. What an older version called has no number of tries after which
   * it would be here, so its rollouts go the way they went.
   *
   * @param usual how long the call may take where nothing is wrong
   */
  Progress on(Duration usual, Supplier<Progress> call) {
    Instant latest = Wait.now().plus(usual).plus(plan.rules().reachWithin());
    Instant since = Instant.MAX;
    Duration rest = REST;
    while (true) {
      Instant begin = Wait.now();
      try {
        Progress progress = call.get();
        standing.gotOn();
        return progress;
      } catch (ActivityFailure failure) {
        if (!Failures.toBeTriedOn(failure)) {
          throw failure;
        }
        if (wasAtWork(failure, begin)) {
          since = Wait.now();
          rest = REST;
        } else if (begin.isBefore(since)) {
          since = begin;
        }
        tryOn(failure, since, latest, rest);
        rest = shorter(rest.multipliedBy(2), LONGEST_REST);
      }
    }
  }

  private static boolean wasAtWork(ActivityFailure failure, Instant begin) {
    return !Failures.timedOut(failure) && Duration.between(begin, Wait.now()).compareTo(ROUND) > 0;
  }

  private void tryOn(ActivityFailure failure, Instant since, Instant latest, Duration rest) {
    Instant spent = since.plus(plan.rules().reachWithin());
    Instant end = spent.isBefore(latest) ? spent : latest;
    Duration left = Duration.between(Wait.now(), end);
    if (!left.isPositive()) {
      throw course.halt(givenUp(failure));
    }
    standing.stuck(
        Failures.reason(failure, plan.cluster())
            + ", since "
            + since.truncatedTo(ChronoUnit.SECONDS)
            + "; tried on until "
            + end.truncatedTo(ChronoUnit.SECONDS)
            + ", then the cluster goes back");
    Wait.through(shorter(rest, left), "try again: " + failure.getActivityType());
  }

  private Stop givenUp(ActivityFailure failure) {
    String why = Failures.reason(failure, plan.cluster());
    return Failures.unreachable(failure)
        ? Stop.unreachable(
            why
                + "; "
                + failure.getActivityType()
                + " was tried for "
                + DurationText.print(plan.rules().reachWithin())
                + ", look at its API server from the worker's host")
        : new Stop(FailureClass.LOCAL, why);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
