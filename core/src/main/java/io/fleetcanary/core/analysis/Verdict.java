package io.fleetcanary.core.analysis;

/** What the evidence says. {@code INCONCLUSIVE} never promotes by itself. */
public enum Verdict {
  PASS,
  FAIL,
  INCONCLUSIVE
}
