package io.fleetcanary.activity.analysis;

import io.fleetcanary.workflow.AnalysisActivities.Until;

/**
 * How often a watch that could end looks again because its look saw too little. Looks on end count:
 * one that sees enough makes good for those before it, so that a Prometheus which is away for a
 * moment now and then decides nothing.
 */
final class Patience {
  /** How often the last look of a bake is tried. */
  private static final int LAST_LOOKS = 3;

  /** How often a look at a promoted stable may find no data before that is the answer. */
  private static final int LATE_LOOKS = 5;

  private final int most;
  private int spoilt;

  Patience(Until until) {
    this.most = until instanceof Until.Promoted ? LATE_LOOKS : LAST_LOOKS;
  }

  /**
   * Whether to look again after this look.
   *
   * @param tooLittle whether it saw too little
   */
  boolean after(boolean tooLittle) {
    spoilt = tooLittle ? spoilt + 1 : 0;
    return tooLittle && spoilt < most;
  }
}
