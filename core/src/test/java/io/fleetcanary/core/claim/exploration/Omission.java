package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Claim.Direction;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.Decision.Done;
import io.fleetcanary.core.claim.Decision.Refused;
import io.fleetcanary.core.claim.Endings;
import io.fleetcanary.core.claim.Holder;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.Seen;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.claim.exploration.World.Thing;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The protocol with one rule left out: the real code sees, or says, what is not so. */
enum Omission implements Rules {
  /** A rollout that has ended may claim again. */
  REMEMBERING_THE_ENDED {
    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      boolean starts = item == Item.CLAIM_LEDGER || item.goesForward();
      return starts ? new LedgerState(ledger.holder(), Endings.NONE) : ledger;
    }
  },
  /** A refused rollout leaves no trace. */
  REMEMBERING_THE_REFUSED {
    @Override
    Scenario scenario() {
      return Scenario.TWO_ROLLOUTS;
    }

    @Override
    public Decision<LedgerState> decide(
        Item item, Writer writer, LedgerState ledger, boolean recorded) {
      Decision<LedgerState> decision = super.decide(item, writer, ledger, recorded);
      return decision instanceof Refused<LedgerState> refused
          ? new Refused<>(refused.owner(), ledger)
          : decision;
    }
  },
  /** Going back does not stop an attempt to claim that is still on its way. */
  BARRING_THE_CLAIM {
    @Override
    public boolean leavesOut(Item item) {
      return item == Item.BAR_LEDGER;
    }
  },
  /** A rollout that finds nothing to claim leaves its attempts that are still on their way. */
  BARRING_WHAT_IS_DECLINED {
    @Override
    public boolean leavesOut(Item item) {
      return item == Item.DECLINE;
    }
  },
  /** A rollout that finds nothing to claim says that it touched nothing, whatever it did before. */
  GOING_BACK_FROM_HALF_A_CLAIM {
    @Override
    public boolean touched(Writer writer, LedgerState ledger) {
      return false;
    }
  },
  /** The new revision is written before the ledger knows about it. */
  RECORDING_BEFORE_PROMOTING {
    @Override
    public boolean leavesOut(Item item) {
      return item == Item.RECORD;
    }
  },
  /** Going forward looks at the object only. */
  LOOKING_AT_THE_LEDGER {
    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      return item.goesForward() ? held(writer, ledger.endings(), Phase.FORWARD) : ledger;
    }
  },
  /** A workflow that was reset may go forward. */
  LOOKING_AT_THE_RUN {
    @Override
    Scenario scenario() {
      return Scenario.RESET;
    }

    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      return ledger.heldBy(writer, Phase.FORWARD)
          ? held(writer, ledger.endings(), Phase.FORWARD)
          : ledger;
    }
  },
  /** Going forward looks at the ledger only. */
  LOOKING_AT_THE_CLAIM {
    @Override
    Seen shown(Item item, Writer writer, Seen seen) {
      Optional<Claim> mine = Optional.of(new Claim(writer.rollout(), Direction.FORWARD, item.step));
      return item.isStep() ? new Seen(seen.present(), mine, seen.asWanted()) : seen;
    }
  },
  /** A late attempt may undo a later step. */
  LOOKING_AT_THE_STEP {
    @Override
    Seen shown(Item item, Writer writer, Seen seen) {
      Optional<Claim> first =
          seen.claim().map(claim -> new Claim(claim.rollout(), claim.direction(), 0));
      return item.isStep() ? new Seen(seen.present(), first, seen.asWanted()) : seen;
    }
  },
  TURNING_THE_ROUTE {
    @Override
    public boolean leavesOut(Item item) {
      return item == Item.TURN_ROUTE;
    }
  },
  TURNING_THE_WORKLOAD {
    @Override
    public boolean leavesOut(Item item) {
      return item == Item.TURN_WORKLOAD;
    }
  },
  TURNING_THE_SCALER {
    @Override
    Scenario scenario() {
      return Scenario.ALONE.of(Thing.SCALER);
    }

    @Override
    public boolean leavesOut(Item item) {
      return item == Item.TURN_SCALER;
    }
  },
  TURNING_THE_CANARY {
    @Override
    public boolean leavesOut(Item item) {
      return item == Item.TURN_CANARY;
    }
  },
  /** The way back touches only what is claimed. */
  TURNING_THE_UNCLAIMED {
    @Override
    public Decision<Optional<Claim>> decide(
        Item item, Writer writer, Seen seen, LedgerState ledger) {
      return item.turns() && seen.claim().isEmpty()
          ? new Done<>()
          : super.decide(item, writer, seen, ledger);
    }
  },
  /** The way back leaves the mark of a rollout that has ended, which a claim takes for none. */
  TURNING_THE_UNDONE {
    @Override
    Scenario scenario() {
      return Scenario.TWO_ROLLOUTS.of(Thing.WORKLOAD).undone();
    }

    @Override
    public Decision<Optional<Claim>> decide(
        Item item, Writer writer, Seen seen, LedgerState ledger) {
      Optional<String> other =
          seen.claim().map(Claim::rollout).filter(it -> !it.equals(writer.rollout()));
      return item.turns() && other.filter(ledger.endings()::remembers).isPresent()
          ? new Done<>()
          : super.decide(item, writer, seen, ledger);
    }
  },
  /** The way back turns what is unclaimed though somebody else holds the ledger, or nobody. */
  LEAVING_WHAT_IS_NOT_OURS {
    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      return item.turns() && !ledger.heldBy(writer)
          ? held(writer, ledger.endings(), Phase.FORWARD)
          : ledger;
    }
  },
  /** A late way back turns what has been released already. */
  TURNING_ONLY_BEFORE_THE_LEDGER {
    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      return item.turns() && ledger.heldBy(writer, Phase.BACK) ? in(ledger, Phase.FORWARD) : ledger;
    }
  },
  /** What was written is put back, and released, while the ledger is still forward. */
  TURNING_THE_LEDGER {
    @Override
    public boolean leavesOut(Item item) {
      return item == Item.TURN_LEDGER;
    }

    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      return item.settles() && ledger.heldBy(writer, Phase.FORWARD)
          ? in(ledger, Phase.BACK)
          : ledger;
    }
  },
  /** Keeping releases while the ledger is still forward. */
  CLOSING_THE_LEDGER {
    @Override
    public boolean leavesOut(Item item) {
      return item == Item.CLOSE_LEDGER;
    }

    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      return item.settles() && ledger.heldBy(writer, Phase.FORWARD)
          ? in(ledger, Phase.CLOSED)
          : ledger;
    }
  },
  /** What has been kept is put back by a reset or a taker. */
  LEAVING_WHAT_WAS_KEPT {
    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      boolean back = item.turns() || item == Item.TURN_LEDGER || item == Item.RESTORE;
      return back && ledger.heldBy(writer, Phase.CLOSED)
          ? in(ledger, item == Item.RESTORE ? Phase.BACK : Phase.FORWARD)
          : ledger;
    }
  },
  /** The ledger is free before the last claim is released. */
  FREEING_THE_LEDGER_LAST {
    @Override
    public Program program(Program program) {
      return program == Program.KEEP ? Program.KEEP_FREES_FIRST : program;
    }
  },
  /** A sweep takes any mark for that of a rollout that has ended. */
  SWEEPING_ONLY_THE_ENDED {
    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      Endings all = new Endings(new TreeMap<>(), "z");
      return item == Item.SWEEP_CANARY ? new LedgerState(ledger.holder(), all) : ledger;
    }
  },
  /** A sweep takes the canary that a taker has inherited. */
  SWEEPING_ONLY_WHAT_NOBODY_HOLDS {
    @Override
    Scenario scenario() {
      return Scenario.TAKEN_OVER;
    }

    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      return item == Item.SWEEP_CANARY
          ? new LedgerState(Optional.empty(), ledger.endings())
          : ledger;
    }
  },
  /** A taker leaves the claims of the rollout that it took over. */
  INHERITING_CLAIMS {
    @Override
    Scenario scenario() {
      return Scenario.TAKEN_OVER;
    }

    @Override
    LedgerState shown(Item item, Writer writer, LedgerState ledger) {
      return new LedgerState(
          ledger.holder().map(it -> new Holder(it.rollout(), it.run(), it.phase(), List.of())),
          ledger.endings());
    }
  };

  /** A world that shows why it is a rule. */
  Scenario scenario() {
    return Scenario.ALONE;
  }

  LedgerState shown(Item item, Writer writer, LedgerState ledger) {
    return ledger;
  }

  Seen shown(Item item, Writer writer, Seen seen) {
    return seen;
  }

  @Override
  public Decision<LedgerState> decide(
      Item item, Writer writer, LedgerState ledger, boolean recorded) {
    return REAL.decide(item, writer, shown(item, writer, ledger), recorded);
  }

  @Override
  public Decision<Optional<Claim>> decide(Item item, Writer writer, Seen seen, LedgerState ledger) {
    return REAL.decide(item, writer, shown(item, writer, seen), shown(item, writer, ledger));
  }

  private static LedgerState in(LedgerState ledger, Phase phase) {
    return new LedgerState(
        ledger.holder().map(it -> new Holder(it.rollout(), it.run(), phase, it.predecessors())),
        ledger.endings());
  }

  private static LedgerState held(Writer writer, Endings endings, Phase phase) {
    Holder holder = new Holder(writer.rollout(), writer.run(), phase, List.of());
    return new LedgerState(Optional.of(holder), endings);
  }
}
