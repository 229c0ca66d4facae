package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.claim.exploration.World.Thing;

/** Spares states that differ in nothing but items of objects that a world does not have. */
final class Part {
  private final Scenario scenario;

  Part(Scenario scenario) {
    this.scenario = scenario;
  }

  void settle(State state) {
    for (int i = 0; i < state.process.length; i++) {
      state.process[i] = skipped(state.process[i]);
    }
    for (int i = 0; i < state.late.length; i++) {
      state.late[i] = kept(state.late[i], state.world);
    }
    state.sort();
  }

  /**
   * The attempt without items that this world does not have; at the end of an activity it stays,
   * because from there the activity may begin again.
   */
  private int skipped(int attempt) {
    int next = attempt;
    while (next != Attempt.NONE && !Attempt.finished(next) && skips(next)) {
      next = Attempt.at(next, Attempt.position(next) + 1);
    }
    return next;
  }

  private boolean skips(int attempt) {
    Program program = Attempt.program(attempt);
    int position = Attempt.position(attempt);
    boolean first = program.begin(position) == position;
    return !scenario.includes(Attempt.item(attempt))
        && (first || program.together(position, position + 1));
  }

  /** What a late attempt is about to do in this world; none when that is nothing. */
  private int kept(int late, long world) {
    int next = late;
    while (next != Attempt.NONE && !scenario.includes(Attempt.item(next))) {
      int following = Attempt.position(next) + 1;
      boolean more = Attempt.program(next).together(following - 1, following);
      next = more ? Attempt.at(next, following) : Attempt.NONE;
    }
    boolean lost = next != Attempt.NONE && !scenario.whole() && fenced(next, world);
    return lost ? Attempt.NONE : next;
  }

  /** Whether a late attempt to go forward is fenced whatever comes: like one that is lost. */
  private static boolean fenced(int late, long world) {
    if (Attempt.program(late) != Program.FORWARD
        || Attempt.phase(late) == 2
        || Attempt.item(late) == Item.STRAY_CANARY) {
      return false;
    }
    int ledger = Thing.LEDGER.in(world);
    int owner = Attempt.owner(late);
    boolean forward =
        World.phase(ledger) == Phase.FORWARD && World.run(ledger) == Attempt.run(late);
    return World.ending(ledger, owner) != 0 || (World.holder(ledger) == owner && !forward);
  }
}
