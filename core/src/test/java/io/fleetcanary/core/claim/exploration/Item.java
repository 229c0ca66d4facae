package io.fleetcanary.core.claim.exploration;

import static io.fleetcanary.core.claim.exploration.World.Thing.CANARY;
import static io.fleetcanary.core.claim.exploration.World.Thing.LEDGER;
import static io.fleetcanary.core.claim.exploration.World.Thing.ROUTE;
import static io.fleetcanary.core.claim.exploration.World.Thing.SCALER;
import static io.fleetcanary.core.claim.exploration.World.Thing.WORKLOAD;

import io.fleetcanary.core.claim.exploration.World.Thing;

/** One write of a program: on what, by which rule, with which step and value. */
enum Item {
  CLAIM_LEDGER(LEDGER),
  CLEAR_CANARY(CANARY),
  CREATE_CANARY(CANARY, 0, World.EMPTY),
  STRAY_CANARY(CANARY),
  SWEEP_CANARY(CANARY),
  CLAIM_ROUTE(ROUTE),
  CLAIM_SCALER(SCALER),
  RAISE(SCALER, 0, World.LIGHT),
  CLAIM_WORKLOAD(WORKLOAD),
  SCALE_1(CANARY, 1, World.ONE_POD),
  SHIFT_1(ROUTE, 1, World.LIGHT),
  SCALE_2(CANARY, 2, World.TWO_PODS),
  SHIFT_2(ROUTE, 2, World.HEAVY),
  RECORD(LEDGER),
  PROMOTE(WORKLOAD, 3, 0),
  SETTLE(ROUTE, 4, World.WEIGHT_ZERO),
  EMPTY_CANARY(CANARY, 4, World.EMPTY),
  BAR_LEDGER(LEDGER),
  DECLINE(LEDGER),
  CLOSE_LEDGER(LEDGER),
  TURN_ROUTE(ROUTE),
  TURN_WORKLOAD(WORKLOAD),
  TURN_SCALER(SCALER),
  TURN_CANARY(CANARY),
  TURN_LEDGER(LEDGER),
  RESTORE(WORKLOAD),
  RELEASE_ROUTE(ROUTE),
  DRAIN_CANARY(CANARY, 0, World.EMPTY),
  REMOVE_CANARY(CANARY),
  RELEASE_WORKLOAD(WORKLOAD),
  RELEASE_SCALER(SCALER),
  FREE_LEDGER(LEDGER),
  TAKE_LEDGER(LEDGER);

  final Thing thing;
  final int step;
  private final int value;

  Item(Thing thing) {
    this(thing, 0, 0);
  }

  Item(Thing thing, int step, int value) {
    this.thing = thing;
    this.step = step;
    this.value = value;
  }

  /** Whether the item is a step forward, and not the claim before it. */
  boolean isStep() {
    return step > 0;
  }

  /** Whether it claims an object, or takes a step on it. */
  boolean goesForward() {
    return switch (this) {
      case CLAIM_ROUTE, CLAIM_SCALER, RAISE, CLAIM_WORKLOAD -> true;
      default -> isStep();
    };
  }

  /** Whether it turns an object to back. */
  boolean turns() {
    return switch (this) {
      case TURN_ROUTE, TURN_WORKLOAD, TURN_SCALER, TURN_CANARY -> true;
      default -> false;
    };
  }

  /** Whether it puts back, or releases. */
  boolean settles() {
    return switch (this) {
      case RESTORE,
          RELEASE_ROUTE,
          RELEASE_WORKLOAD,
          RELEASE_SCALER,
          DRAIN_CANARY,
          REMOVE_CANARY,
          FREE_LEDGER ->
          true;
      default -> false;
    };
  }

  /** The value that this item wants on an object that has {@code now}. */
  int wanted(int now, int owner, int ledger) {
    return switch (this) {
      case TURN_ROUTE -> now == World.AS_BEFORE ? now : World.WEIGHT_ZERO;
      case RELEASE_ROUTE, CLAIM_ROUTE, RELEASE_SCALER, CLAIM_SCALER -> World.AS_BEFORE;
      case PROMOTE -> World.revision(owner);
      case CLAIM_WORKLOAD -> World.original(ledger);
      case RESTORE -> restored(now, owner, ledger);
      case CLEAR_CANARY, STRAY_CANARY, SWEEP_CANARY, REMOVE_CANARY -> World.ABSENT;
      case CREATE_CANARY,
          RAISE,
          SCALE_1,
          SHIFT_1,
          SCALE_2,
          SHIFT_2,
          SETTLE,
          EMPTY_CANARY,
          DRAIN_CANARY ->
          value;
      case TURN_WORKLOAD, TURN_SCALER, TURN_CANARY, RELEASE_WORKLOAD -> now;
      case CLAIM_LEDGER,
          RECORD,
          BAR_LEDGER,
          DECLINE,
          CLOSE_LEDGER,
          TURN_LEDGER,
          FREE_LEDGER,
          TAKE_LEDGER ->
          throw new IllegalStateException(this + " writes the ledger");
    };
  }

  /** Only what the ledger says was written is put back. */
  private static int restored(int now, int owner, int ledger) {
    boolean own = now == World.revision(owner) || World.inherited(ledger, now);
    boolean written = World.recorded(ledger) && own;
    return written ? World.original(ledger) : now;
  }
}
