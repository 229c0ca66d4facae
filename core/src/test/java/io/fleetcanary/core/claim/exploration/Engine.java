package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.Decision.Done;
import io.fleetcanary.core.claim.Decision.Fenced;
import io.fleetcanary.core.claim.Decision.Refused;
import io.fleetcanary.core.claim.Decision.Write;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.Seen;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.claim.exploration.World.Thing;
import java.util.Optional;

/** Moves one attempt by one look or one write, with the real decision code. */
final class Engine {
  private static final Writer NOBODY = new Writer("", "");

  private final Codes codes = new Codes();
  private final Rules rules;

  /** The attempt after the move: it goes on itself. */
  private int next;

  Engine(Rules rules) {
    this.rules = rules;
  }

  /** What became of an attempt by a move. */
  enum Event {
    /** It has looked, or must look again. */
    GOES_ON,
    DONE,
    FENCED,
    REFUSED
  }

  int next() {
    return next;
  }

  /** Moves {@code attempt}; writes go into {@code state}, where it must not stand any more. */
  Event move(int attempt, State state) {
    next = attempt;
    Item item = Attempt.item(attempt);
    if (rules.leavesOut(item)) {
      return Event.DONE;
    }
    return item.thing == Thing.LEDGER ? ledger(item, attempt, state) : object(item, attempt, state);
  }

  /** Whether a rollout that found nothing to claim goes back. */
  boolean touched(int attempt, long world) {
    return rules.touched(writer(attempt), codes.ledger(Thing.LEDGER.in(world)));
  }

  /**
   * Whether a sweep may be about to remove the canary. It looked at the ledger before, and whoever
   * holds it now may have come since: so it is taken for free. Not where the holder has inherited
   * the mark: then the rollout of that mark has not ended while the ledger was free.
   */
  boolean sweeps(long world) {
    int canary = Thing.CANARY.in(world);
    int code = Thing.LEDGER.in(world);
    LedgerState ledger = codes.ledger(code);
    LedgerState looked =
        World.inherited(code, World.owner(canary))
            ? ledger
            : new LedgerState(Optional.empty(), ledger.endings());
    Seen seen = codes.seen(Item.SWEEP_CANARY, canary, true);
    return rules.decide(Item.SWEEP_CANARY, NOBODY, seen, looked) instanceof Write;
  }

  private Event ledger(Item item, int attempt, State state) {
    int ledger = Thing.LEDGER.in(state.world);
    if (item == Item.CLAIM_LEDGER && Attempt.phase(attempt) == 1) {
      return goOn(Attempt.looked(attempt, 2, World.value(Thing.WORKLOAD.in(state.world))));
    }
    Decision<LedgerState> decision =
        rules.decide(item, writer(attempt), codes.ledger(ledger), World.recorded(ledger));
    return switch (decision) {
      case Write<LedgerState> write -> write(item, attempt, state, write.mark());
      case Refused<LedgerState> refused ->
          codes.code(refused.mark(), ledger) == ledger
              ? Event.REFUSED
              : write(item, attempt, state, refused.mark());
      case Done<LedgerState> done -> Event.DONE;
      case Fenced<LedgerState> fenced -> Event.FENCED;
    };
  }

  private Event write(Item item, int attempt, State state, LedgerState mark) {
    int ledger = Thing.LEDGER.in(state.world);
    boolean claims = item == Item.CLAIM_LEDGER && World.holder(ledger) == 0;
    if (Attempt.phase(attempt) == 0) {
      return goOn(Attempt.looked(attempt, claims ? 1 : 2, 0));
    }
    int code = codes.code(mark, ledger);
    if (claims) {
      code = World.noted(code, false, Attempt.content(attempt));
    } else if (item == Item.RECORD) {
      code = World.noted(code, true, World.original(ledger));
    }
    state.write(Thing.LEDGER, code);
    return item == Item.CLAIM_LEDGER && !claims ? Event.REFUSED : Event.DONE;
  }

  private Event object(Item item, int attempt, State state) {
    return switch (Attempt.phase(attempt)) {
      case 0 -> goOn(Attempt.looked(attempt, 1, 0));
      case 1 -> decide(item, attempt, state.world);
      default -> write(item, attempt, state);
    };
  }

  private Event decide(Item item, int attempt, long world) {
    int object = seen(item, attempt, world);
    int ledger = Thing.LEDGER.in(world);
    int wanted = item.wanted(World.value(object), Attempt.owner(attempt), ledger);
    Decision<Optional<Claim>> decision =
        rules.decide(
            item,
            writer(attempt),
            codes.seen(item, object, wanted == World.value(object)),
            codes.ledger(ledger));
    int keeps = item == Item.RESTORE ? World.original(ledger) : 0;
    return switch (decision) {
      case Write<Optional<Claim>> write -> intend(attempt, object, codes.code(write.mark()), keeps);
      case Done<Optional<Claim>> done -> Event.DONE;
      case Fenced<Optional<Claim>> fenced -> Event.FENCED;
      case Refused<Optional<Claim>> refused -> throw new AssertionError("only ledgers refuse");
    };
  }

  private Event intend(int attempt, int object, int mark, int content) {
    Item item = Attempt.item(attempt);
    if (mark != mark(item, Attempt.owner(attempt), object)) {
      throw new AssertionError(item + " must not write " + mark + " on " + object);
    }
    boolean conflict = Attempt.stale(attempt) && item != Item.CREATE_CANARY;
    return goOn(conflict ? Attempt.again(attempt) : Attempt.looked(attempt, 2, content));
  }

  private static int seen(Item item, int attempt, long world) {
    if (Attempt.stale(attempt)) {
      return Attempt.content(attempt);
    }
    boolean none = item == Item.CREATE_CANARY && Attempt.content(attempt) == State.SAW_NONE;
    return none ? 0 : item.thing.in(world);
  }

  private Event write(Item item, int attempt, State state) {
    int object = item.thing.in(state.world);
    if (item == Item.CREATE_CANARY && World.value(object) != World.ABSENT) {
      return goOn(Attempt.again(attempt));
    }
    int now = World.value(object);
    int owner = Attempt.owner(attempt);
    int value =
        switch (item) {
          case RESTORE -> Attempt.content(attempt);
          case CLAIM_ROUTE, CLAIM_SCALER, CLAIM_WORKLOAD -> now;
          default -> item.wanted(now, owner, 0);
        };
    state.write(item.thing, World.object(mark(item, owner, object), value));
    return Event.DONE;
  }

  /** The mark that the decision of this item leaves; checked against the real one. */
  private static int mark(Item item, int owner, int object) {
    return switch (item) {
      case TURN_ROUTE, TURN_WORKLOAD, TURN_SCALER, TURN_CANARY -> World.claim(owner, true, 0);
      case RESTORE, DRAIN_CANARY -> World.claim(object);
      case RELEASE_ROUTE,
          RELEASE_WORKLOAD,
          RELEASE_SCALER,
          REMOVE_CANARY,
          CLEAR_CANARY,
          STRAY_CANARY,
          SWEEP_CANARY ->
          0;
      default -> World.claim(owner, false, item.step);
    };
  }

  private Writer writer(int attempt) {
    return codes.writer(Attempt.owner(attempt), Attempt.run(attempt));
  }

  private Event goOn(int attempt) {
    next = attempt;
    return Event.GOES_ON;
  }
}
