package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.Seen;
import io.fleetcanary.core.claim.exploration.World.Thing;
import java.util.List;

/** States as people read them, for counterexamples. */
final class Describe {
  private static final Codes CODES = new Codes();
  private static final List<String> WEIGHTS = List.of("as before", "light", "heavy", "0");
  private static final List<String> REVISIONS = List.of("old", "r0's", "r1's");
  private static final List<String> PODS = List.of("absent", "empty", "1", "2");

  private Describe() {}

  static String world(long world) {
    int ledger = Thing.LEDGER.in(world);
    return "ledger "
        + CODES.ledger(ledger)
        + (World.recorded(ledger) ? " recorded" : "")
        + " | route "
        + object(Thing.ROUTE.in(world), WEIGHTS)
        + " | workload "
        + object(Thing.WORKLOAD.in(world), REVISIONS)
        + " | canary "
        + object(Thing.CANARY.in(world), PODS)
        + " |";
  }

  static String attempt(int attempt) {
    Attempt.Outcome outcome = Attempt.outcome(attempt);
    String who = Codes.name(Attempt.owner(attempt)) + "." + Attempt.run(attempt);
    if (outcome != Attempt.Outcome.RUNNING) {
      return who + " " + outcome;
    }
    String what = Attempt.finished(attempt) ? "end" : Attempt.item(attempt).toString();
    return who
        + " "
        + Attempt.program(attempt)
        + "/"
        + what
        + (Attempt.phase(attempt) > 0 ? " looked " + Attempt.phase(attempt) : "")
        + (Attempt.stale(attempt) ? " stale" : "");
  }

  private static String object(int code, List<String> values) {
    Seen seen = CODES.seen(Item.RESTORE, code, true);
    return values.get(World.value(code)) + seen.claim().map(it -> " " + it).orElse("");
  }
}
