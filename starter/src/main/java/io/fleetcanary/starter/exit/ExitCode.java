package io.fleetcanary.starter.exit;

import io.fleetcanary.core.status.FleetPhase;

/** What a command's exit code says to a script. Numbers are a promise. */
public enum ExitCode {
  /** Promoted, or the command is done. */
  DONE(0),
  /** Something nobody expected; trying again may help. */
  UNEXPECTED(1),
  /** Wrong command line, wrong spec, or a plan that was refused. */
  REFUSED(2),
  /** Rolled back: the new revision is bad. */
  ROLLED_BACK(3),
  /** Aborted by a person. */
  ABORTED(4),
  /** A gate was rejected, or nobody answered in time. */
  REJECTED(5),
  /** The command stopped waiting; the rollout goes on. */
  TIMED_OUT(6),
  /** The same, of a rollout that stands still until a person decides. */
  PERSON_NEEDED(7),
  /** Ended with clusters on the old revision, within what the spec allows. */
  PARTLY_PROMOTED(8),
  /** Temporal, or the workers, do not answer; trying again may help. */
  UNREACHABLE(9),
  /** The state is not the one you have in mind: look at it first. */
  CONFLICT(10),
  /** Not authenticated, or not allowed. */
  FORBIDDEN(11),
  /** A person is needed now: something was left behind. */
  HANDED_OVER(12);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** How a rollout's ending reads to a script. */
  public static ExitCode of(FleetPhase ending) {
    return switch (ending) {
      case PROMOTED -> DONE;
      case REFUSED -> REFUSED;
      case ROLLED_BACK -> ROLLED_BACK;
      case ABORTED -> ABORTED;
      case REJECTED -> REJECTED;
      case PARTLY_PROMOTED -> PARTLY_PROMOTED;
      case HANDED_OVER -> HANDED_OVER;
      case PLANNING, RELEASING, BAKING, WAITING_FOR_APPROVAL, HOLDING, PAUSED, RETURNING ->
          throw new IllegalArgumentException("a rollout that is " + ending + " has not ended");
    };
  }
}
