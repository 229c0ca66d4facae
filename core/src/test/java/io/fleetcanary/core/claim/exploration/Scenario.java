package io.fleetcanary.core.claim.exploration;

/**
 * A world to explore.
 *
 * @param rollouts one or two, over one cluster
 * @param sweeper whether somebody may take over at any time
 * @param late how many attempts may live on at a time, two or (with a sweeper) one
 * @param resets whether the first rollout may be reset once, at any moment, even after it has ended
 * @param twoSteps whether the canary is scaled and shifted twice
 */
record Scenario(int rollouts, boolean sweeper, int late, boolean resets, boolean twoSteps) {
  static final Scenario ALONE = new Scenario(1, false, 1, false, false);
  static final Scenario RESET = new Scenario(1, false, 1, true, false);
  static final Scenario TAKEN_OVER = new Scenario(1, true, 1, false, false);
  static final Scenario TWO_ROLLOUTS = new Scenario(2, false, 1, false, false);

  boolean includes(Item item) {
    return twoSteps || (item != Item.SCALE_2 && item != Item.SHIFT_2);
  }
}
