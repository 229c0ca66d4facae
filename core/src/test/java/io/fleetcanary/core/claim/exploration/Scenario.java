package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.exploration.World.Thing;
import java.util.EnumSet;
import java.util.Set;

/**
 * A world to explore.
 *
 * <p>A world with a part of the objects shows more than the whole one does of them, not less: every
 * item looks at and writes one object and the ledger, so the items of the other objects say no more
 * than whether their attempt goes on, and there it may always go on or end. What is true of each
 * object in every such world is true in the whole one, in far fewer states.
 *
 * @param rollouts one or two, over one cluster
 * @param sweeper whether somebody may take over at any time
 * @param late how many attempts may live on at a time, two or (with a sweeper) one
 * @param resets whether the first rollout may be reset once, at any moment, even after it has ended
 * @param twoSteps whether the canary is scaled and shifted twice
 * @param things the objects there are, beside the ledger
 * @param undoes whether somebody brings a mark of the first rollout back, once it has ended
 */
record Scenario(
    int rollouts,
    boolean sweeper,
    int late,
    boolean resets,
    boolean twoSteps,
    Set<Thing> things,
    boolean undoes) {
  /** All that every service has; an autoscaler is explored alone. */
  private static final Set<Thing> ALL = EnumSet.of(Thing.ROUTE, Thing.WORKLOAD, Thing.CANARY);

  static final Scenario ALONE = new Scenario(1, false, 1, false, false);
  static final Scenario RESET = new Scenario(1, false, 1, true, false);
  static final Scenario TAKEN_OVER = new Scenario(1, true, 1, false, false);
  static final Scenario TWO_ROLLOUTS = new Scenario(2, false, 1, false, false);

  Scenario(int rollouts, boolean sweeper, int late, boolean resets, boolean twoSteps) {
    this(rollouts, sweeper, late, resets, twoSteps, ALL, false);
  }

  /** The same with these objects only. */
  Scenario of(Thing first, Thing... others) {
    return new Scenario(
        rollouts, sweeper, late, resets, twoSteps, EnumSet.of(first, others), undoes);
  }

  /** The same, where somebody brings a mark back. */
  Scenario undone() {
    return new Scenario(rollouts, sweeper, late, resets, twoSteps, things, true);
  }

  boolean whole() {
    return things.equals(ALL);
  }

  boolean includes(Item item) {
    boolean there = item.thing == Thing.LEDGER || things.contains(item.thing);
    return there && (twoSteps || (item != Item.SCALE_2 && item != Item.SHIFT_2));
  }
}
