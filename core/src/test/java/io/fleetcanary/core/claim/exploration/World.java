package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.claim.Holder.Phase;
import java.util.List;

/**
 * The model's cluster in 40 bits. An object is a claim (owner, direction, step; 6 bits) and a value
 * (2 bits). The ledger is its holder, what it recorded and the endings (16 bits).
 *
 * <p>Owners count from 1: the rollouts r0 and r1, and the sweeper s.
 */
final class World {
  /** Values of the route: the weight of the canary, and whether it is split at all. */
  static final int AS_BEFORE = 0;

  static final int LIGHT = 1;
  static final int HEAVY = 2;
  static final int WEIGHT_ZERO = 3;

  /** Values of the canary: its pods. */
  static final int ABSENT = 0;

  static final int EMPTY = 1;
  static final int ONE_POD = 2;
  static final int TWO_PODS = 3;

  /** Value of the workload: the revision before; otherwise the owner who promoted. */
  static final int OLD = 0;

  static final int SWEEPER = 3;

  /** In the order of their codes, from 1. */
  static final List<Ending> ENDINGS = List.of(Ending.KEPT, Ending.RETURNED, Ending.TAKEN_OVER);

  /** In the order of their codes, from 0. */
  static final List<Phase> PHASES = List.of(Phase.FORWARD, Phase.BACK, Phase.CLOSED);

  static final int RETURNED = 1 + ENDINGS.indexOf(Ending.RETURNED);

  private static final int KEPT = 1 + ENDINGS.indexOf(Ending.KEPT);

  private World() {}

  /**
   * The objects of the model's cluster. No world has both a route and an autoscaler: they share
   * their bits, and the autoscaler's floor is as before, or light: raised.
   */
  enum Thing {
    ROUTE(0, 8),
    SCALER(0, 8),
    WORKLOAD(8, 8),
    CANARY(16, 8),
    LEDGER(24, 16);

    private final int shift;
    private final long mask;

    Thing(int shift, int bits) {
      this.shift = shift;
      this.mask = (1L << bits) - 1;
    }

    int in(long world) {
      return (int) ((world >>> shift) & mask);
    }

    long with(long world, int code) {
      return (world & ~(mask << shift)) | ((long) code << shift);
    }
  }

  static int revision(int owner) {
    return owner;
  }

  static int object(int claim, int value) {
    return claim | (value << 6);
  }

  static int claim(int object) {
    return object & 63;
  }

  static int value(int object) {
    return object >> 6;
  }

  static int claim(int owner, boolean back, int step) {
    return (owner << 4) | (back ? 8 : 0) | step;
  }

  /** 0 without a claim. */
  static int owner(int object) {
    return claim(object) >> 4;
  }

  static boolean isForward(int object) {
    return owner(object) > 0 && (object & 8) == 0;
  }

  /** 0 while free. */
  static int holder(int ledger) {
    return ledger & 3;
  }

  static Phase phase(int ledger) {
    return PHASES.get((ledger >> 2) & 3);
  }

  static int run(int ledger) {
    return (ledger >> 4) & 1;
  }

  /** Bit n for rollout n. */
  static int predecessors(int ledger) {
    return (ledger >> 5) & 3;
  }

  static boolean inherited(int ledger, int owner) {
    return owner > 0 && ((predecessors(ledger) >> (owner - 1)) & 1) == 1;
  }

  static boolean heldFor(int ledger, int owner) {
    return holder(ledger) == owner || inherited(ledger, owner);
  }

  /** Whether what promotion writes has been recorded. */
  static boolean recorded(int ledger) {
    return ((ledger >> 7) & 1) == 1;
  }

  /** The workload's value before. */
  static int original(int ledger) {
    return (ledger >> 8) & 3;
  }

  /** 0, or the code of its {@link Ending}. */
  static int ending(int ledger, int owner) {
    return (ledger >> (8 + 2 * owner)) & 3;
  }

  static boolean kept(int ledger, int owner) {
    return ending(ledger, owner) == KEPT;
  }

  /** Keeps the holder and the endings of {@code state}. */
  static int noted(int state, boolean recorded, int original) {
    return (state & 0xFC7F) | (recorded ? 128 : 0) | (original << 8);
  }
}
