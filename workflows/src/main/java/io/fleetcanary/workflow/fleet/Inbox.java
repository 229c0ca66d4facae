package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.fleet.Stop.Cause;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.question.Refusal;
import io.fleetcanary.workflow.question.Refusals;
import io.fleetcanary.workflow.question.Typed;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What people say to a rollout. Nothing they type can make it fail; what does not apply is answered
 * with the reason, or listed when it came as a signal, which nobody answers.
 */
final class Inbox {
  private final Course<Stop> course;
  private final Refusals refusals = new Refusals();
  private String pause = "";
  private @Nullable Release release;

  Inbox(Course<Stop> course) {
    this.course = course;
  }

  /** From now on there is a plan, and what people say reaches its clusters. */
  void opens(Release planned) {
    release = planned;
  }

  boolean paused() {
    return !pause.isEmpty();
  }

  /** Who paused it and why; empty while it is not paused. */
  String pause() {
    return pause;
  }

  /** What was not taken. */
  Refusals refusals() {
    return refusals;
  }

  /** Why an answer is refused, in one line, or nothing. */
  private Optional<String> problem(Typed answer, boolean goOn) {
    if (!course.open() && !asked(answer)) {
      return Optional.of(over());
    }
    return release == null
        ? Optional.of("no gate is known yet, the plan is still being made")
        : release.questions().problem(answer, goOn);
  }

  /** On the way back only what it asks itself can be answered. */
  private boolean asked(Typed answer) {
    return release != null && release.questions().isOpenOnTheWayBack(answer.gate());
  }

  /**
   * Refuses an answer before anything is written to the history: one that leaves something out, and
   * any that does not count once there are many of them. Others are refused on record.
   */
  void validate(@Nullable Object input, boolean goOn) {
    Typed answer = Typed.answer(input);
    if (!answer.complete(goOn)) {
      refuse(problem(answer, goOn));
    }
    if (refusals.full()) {
      refuse(problem(answer, goOn));
      forbid(forbidden(answer, goOn));
    }
  }

  /** Refuses an order for a cluster in the same way. */
  void validateSkip(@Nullable Object input) {
    refuse(clusterProblem(input));
    if (refusals.full()) {
      forbid(forbiddenToSkip(input));
    }
  }

  /** Refuses an update that would change nothing: whoever sent it has another state in mind. */
  void refuse(Optional<String> problem) {
    if (problem.isPresent()) {
      throw Refusal.because(problem.get(), FleetRollout.NOT_TAKEN);
    }
  }

  private static void forbid(Optional<String> problem) {
    if (problem.isPresent()) {
      throw Refusal.because(problem.get(), FleetRollout.NOT_ALLOWED);
    }
  }

  Optional<String> pauseProblem() {
    return abortProblem().or(() -> Optional.of("already " + pause).filter(already -> paused()));
  }

  Optional<String> resumeProblem() {
    Optional<String> over = abortProblem().or(() -> Optional.of("not paused"));
    return paused() ? Optional.empty() : over;
  }

  Optional<String> abortProblem() {
    return course.open() ? Optional.empty() : Optional.of(over());
  }

  Reply answer(@Nullable Object input, boolean goOn) {
    Typed answer = Typed.answer(input);
    Optional<String> problem = problem(answer, goOn);
    if (problem.isPresent() || release == null) {
      return new Reply(false, problem.orElse(""));
    }
    Optional<String> forbidden = forbidden(answer, goOn);
    return forbidden.isPresent()
        ? new Reply(false, forbidden.get(), true)
        : new Reply(true, release.decide(answer, goOn));
  }

  Reply pause(@Nullable Object input) {
    Optional<String> problem = pauseProblem();
    if (problem.isPresent()) {
      return new Reply(false, problem.get());
    }
    pause = Typed.order(input).sentence("paused");
    hold(true);
    return new Reply(true, pause + "; watching goes on");
  }

  Reply resume(@Nullable Object input) {
    Optional<String> problem = resumeProblem();
    if (problem.isPresent()) {
      return new Reply(false, problem.get());
    }
    pause = "";
    hold(false);
    return new Reply(true, Typed.order(input).sentence("resumed"));
  }

  /** Why an order for one cluster is refused, in one line, or nothing. */
  Optional<String> clusterProblem(@Nullable Object input) {
    String cluster = Typed.forCluster(input).cluster();
    return abortProblem()
        .or(
            () ->
                release == null
                    ? Optional.of("no cluster is known yet, the plan is still being made")
                    : release.troubles().problem(cluster));
  }

  Reply retry(@Nullable Object input) {
    return forCluster(input, Troubles::retry);
  }

  Reply skip(@Nullable Object input) {
    Optional<String> forbidden = forbiddenToSkip(input);
    return forbidden.isPresent()
        ? new Reply(false, forbidden.get(), true)
        : forCluster(input, Troubles::skip);
  }

  private Optional<String> forbidden(Typed answer, boolean goOn) {
    return release == null ? Optional.empty() : release.questions().forbidden(answer, goOn);
  }

  private Optional<String> forbiddenToSkip(@Nullable Object input) {
    return clusterProblem(input).isPresent() || release == null
        ? Optional.empty()
        : release.troubles().forbiddenToSkip(Typed.forCluster(input));
  }

  private Reply forCluster(@Nullable Object input, BiFunction<Troubles, Typed, String> order) {
    Optional<String> problem = clusterProblem(input);
    return problem.isPresent() || release == null
        ? new Reply(false, problem.orElse(""))
        : new Reply(true, order.apply(release.troubles(), Typed.forCluster(input)));
  }

  /** Why a cluster cannot be given up, in one line, or nothing; the rollout may be over by then. */
  Optional<String> abandonProblem(@Nullable Object input) {
    return release == null
        ? Optional.of("no cluster is known yet, the plan is still being made")
        : release.troubles().abandonProblem(Typed.forCluster(input));
  }

  Reply abandon(@Nullable Object input) {
    Optional<String> problem = abandonProblem(input);
    return problem.isPresent() || release == null
        ? new Reply(false, problem.orElse(""))
        : new Reply(true, release.troubles().abandon(Typed.forCluster(input)));
  }

  /** Accepted in every state; the first reason to go back stays the reason. */
  Reply abort(@Nullable Object input) {
    String reason = Typed.order(input).sentence("aborted");
    Stop stop =
        release == null
            ? Stop.beforePlan(FleetPhase.ABORTED, FailureClass.PERSON, reason)
            : release.reach(Cause.aborted(reason));
    return course.stop(stop) ? new Reply(true, "going back, " + reason) : new Reply(false, over());
  }

  private void hold(boolean paused) {
    if (release != null) {
      release.hold(paused);
    }
  }

  private String over() {
    return course
        .stopped()
        .map(stop -> "it already goes back: " + stop.reason())
        .orElse("too late, the revision is being kept");
  }

  /**
   * What a message led to.
   *
   * @param taken false when it changed nothing
   * @param text one sentence for the sender
   * @param forbidden whether it is not the sender's to say
   */
  record Reply(boolean taken, String text, boolean forbidden) {
    Reply(boolean taken, String text) {
      this(taken, text, false);
    }
  }
}
