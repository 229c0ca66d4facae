package io.fleetcanary.workflow.cluster;

import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Failures;
import io.fleetcanary.workflow.flow.Wait;
import io.temporal.failure.ActivityFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Function;
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

  /** A day of standing still leaves no more rounds in a history than this allows. */
  private static final int RESTS = 150;

  private final ClusterPlan plan;
  private final Standing standing;
  private final Course<Stop> course;
  private final Runnable goAhead;

  /**
   * Of one rollout of a cluster.
   *
   * @param goAhead waits as long as it is paused
   */
  Onward(ClusterPlan plan, Standing standing, Course<Stop> course, Runnable goAhead) {
    this.plan = plan;
    this.standing = standing;
    this.course = course;
    this.goAhead = goAhead;
  }

  /** Goes on, or stops the course, with a call that is done in a moment. */
  Progress on(Supplier<Progress> call) {
    return on(Duration.ZERO, asked -> call.get());
  }

  /**
   * Goes on, or stops the course. What an older version called has no number of tries after which
   * it would be here, so its rollouts go the way they went.
   *
   * @param usual how long the call may take where nothing is wrong
   * @param call told since when it is asked for, where it was asked for before
   */
  Progress on(Duration usual, Function<Optional<Instant>, Progress> call) {
    ClusterPhase phase = standing.status().phase();
    Instant latest = Wait.now().plus(usual).plus(plan.rules().reachWithin());
    Instant since = Instant.MAX;
    Optional<Instant> asked = Optional.empty();
    Duration rest = REST;
    while (true) {
      Instant begin = Wait.now();
      try {
        Progress progress = call.apply(asked);
        standing.gotOn();
        return progress;
      } catch (ActivityFailure failure) {
        if (!Failures.toBeTriedOn(failure)) {
          throw failure;
        }
        boolean worked = wasAtWork(failure, begin, usual);
        since = worked ? Wait.now() : earlier(since, begin);
        rest = worked ? REST : rest;
        tryOn(failure, since, latest, rest);
        rest = shorter(rest.multipliedBy(2), longestRest());
        asked = asked.or(() -> Optional.of(begin));
        Duration paused = pause(phase);
        since = since.plus(paused);
        latest = latest.plus(paused);
      }
    }
  }

  /** A call that may take long gives signs of life, so that its last try alone timed out. */
  private static boolean wasAtWork(ActivityFailure failure, Instant begin, Duration usual) {
    return (usual.isPositive() || !Failures.timedOut(failure))
        && Duration.between(begin, Wait.now()).compareTo(ROUND) > 0;
  }

  private Duration longestRest() {
    Duration part = plan.rules().reachWithin().dividedBy(RESTS);
    return part.compareTo(LONGEST_REST) > 0 ? part : LONGEST_REST;
  }

  /** How long it was paused, which uses nothing up. */
  private Duration pause(ClusterPhase phase) {
    Instant from = Wait.now();
    goAhead.run();
    if (standing.status().phase() != phase) {
      standing.pass(phase);
    }
    return Duration.between(from, Wait.now());
  }

  private void tryOn(ActivityFailure failure, Instant since, Instant latest, Duration rest) {
    Instant end = earlier(since.plus(plan.rules().reachWithin()), latest);
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

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
