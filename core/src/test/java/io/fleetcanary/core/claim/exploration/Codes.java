package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Claim.Direction;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.claim.Endings;
import io.fleetcanary.core.claim.Holder;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.Seen;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.claim.exploration.World.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Between the model's bits and the records that the real decision code takes. */
final class Codes {
  private static final List<String> NAMES = List.of("", "r0", "r1", "s");
  private static final List<String> RUNS = List.of("run-a", "run-b");

  private final List<Optional<Claim>> claims = new ArrayList<>();
  private final List<List<Writer>> writers = new ArrayList<>();
  private final @Nullable LedgerState[] ledgers = new LedgerState[1 << 16];

  Codes() {
    for (int code = 0; code < 64; code++) {
      Direction direction = (code & 8) == 0 ? Direction.FORWARD : Direction.BACK;
      claims.add(
          code >> 4 == 0
              ? Optional.empty()
              : Optional.of(new Claim(NAMES.get(code >> 4), direction, code & 7)));
    }
    NAMES.forEach(name -> writers.add(RUNS.stream().map(run -> new Writer(name, run)).toList()));
  }

  Writer writer(int owner, int run) {
    return writers.get(owner).get(run);
  }

  Seen seen(Item item, int object, boolean asWanted) {
    boolean present = item.thing != Thing.CANARY || World.value(object) != World.ABSENT;
    return new Seen(present, claims.get(World.claim(object)), asWanted);
  }

  static String name(int owner) {
    return NAMES.get(owner);
  }

  int code(Optional<Claim> claim) {
    return claim
        .map(it -> World.claim(owner(it.rollout()), it.direction() == Direction.BACK, it.step()))
        .orElse(0);
  }

  LedgerState ledger(int code) {
    LedgerState known = ledgers[code];
    if (known == null) {
      known = read(code);
      ledgers[code] = known;
    }
    return known;
  }

  /** What was recorded in the ledger is no business of the decision: it stays as in {@code old}. */
  int code(LedgerState state, int old) {
    int code = state.holder().map(Codes::code).orElse(0);
    if (code != 0) {
      code = World.noted(code, World.recorded(old), World.original(old));
    }
    for (int owner = 1; owner < NAMES.size(); owner++) {
      code |= state.endings().of(NAMES.get(owner)).map(Codes::code).orElse(0) << (8 + 2 * owner);
    }
    return code;
  }

  /** No rule asks whether what has come back was ever touched. */
  private static int code(Ending ending) {
    Ending told = ending == Ending.UNTOUCHED ? Ending.RETURNED : ending;
    return World.ENDINGS.indexOf(told) + 1;
  }

  private static int code(Holder holder) {
    int predecessors = 0;
    for (String name : holder.predecessors()) {
      predecessors |= 1 << (owner(name) - 1);
    }
    int run = holder.run().equals(RUNS.get(1)) ? 1 : 0;
    return owner(holder.rollout())
        | (World.PHASES.indexOf(holder.phase()) << 2)
        | (run << 4)
        | (predecessors << 5);
  }

  private static LedgerState read(int code) {
    SortedMap<String, Ending> endings = new TreeMap<>();
    for (int owner = 1; owner < NAMES.size(); owner++) {
      int ending = World.ending(code, owner);
      if (ending > 0) {
        endings.put(NAMES.get(owner), World.ENDINGS.get(ending - 1));
      }
    }
    return new LedgerState(holder(code), new Endings(endings, ""));
  }

  private static Optional<Holder> holder(int code) {
    if (World.holder(code) == 0) {
      return Optional.empty();
    }
    List<String> predecessors = new ArrayList<>();
    for (int owner = 1; owner < World.SWEEPER; owner++) {
      if (World.inherited(code, owner)) {
        predecessors.add(NAMES.get(owner));
      }
    }
    Phase phase = World.phase(code);
    String run = predecessors.isEmpty() ? RUNS.get(World.run(code)) : "";
    return Optional.of(new Holder(NAMES.get(World.holder(code)), run, phase, predecessors));
  }

  private static int owner(String name) {
    return NAMES.indexOf(name);
  }
}
