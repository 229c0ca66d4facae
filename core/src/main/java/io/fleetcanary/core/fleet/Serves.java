package io.fleetcanary.core.fleet;

/** Whether stable serves the revision that is asked for. */
public enum Serves {
  YES,
  NO,
  /** Nobody could tell, or nobody has looked. */
  UNKNOWN
}
