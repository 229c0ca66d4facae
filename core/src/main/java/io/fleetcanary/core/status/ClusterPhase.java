package io.fleetcanary.core.status;

/**
 * Where a cluster is.
 *
 * <pre>
 * QUEUED ▶ CLAIMING ▶ STARTING ▶ SHIFTING ▶ BAKING ▶ … ▶ PROMOTING ▶ PROBATION ▶ KEEPING ▶ PROMOTED
 *                         any of them ▶ RETURNING ▶ ROLLED_BACK, UNTOUCHED or HANDED_OVER
 * HOLDING: waits for a person, still watching; PAUSED likewise
 * </pre>
 */
public enum ClusterPhase {
  QUEUED,
  CLAIMING,
  STARTING,
  SHIFTING,
  BAKING,
  HOLDING,
  PAUSED,
  PROMOTING,
  PROBATION,
  KEEPING,
  PROMOTED,
  RETURNING,
  ROLLED_BACK,
  UNTOUCHED,
  HANDED_OVER;

  /** Whether the revision serves alone in a cluster in it. */
  public boolean serves() {
    return switch (this) {
      case PROBATION, KEEPING, PROMOTED -> true;
      case QUEUED,
          CLAIMING,
          STARTING,
          SHIFTING,
          BAKING,
          HOLDING,
          PAUSED,
          PROMOTING,
          RETURNING,
          ROLLED_BACK,
          UNTOUCHED,
          HANDED_OVER ->
          false;
    };
  }

  /** Whether a cluster in it has neither ended nor gone back. */
  public boolean forward() {
    return switch (this) {
      case QUEUED,
          CLAIMING,
          STARTING,
          SHIFTING,
          BAKING,
          HOLDING,
          PAUSED,
          PROMOTING,
          PROBATION,
          KEEPING ->
          true;
      case PROMOTED, RETURNING, ROLLED_BACK, UNTOUCHED, HANDED_OVER -> false;
    };
  }
}
