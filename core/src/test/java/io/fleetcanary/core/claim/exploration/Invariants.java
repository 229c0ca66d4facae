package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.Holder;
import io.fleetcanary.core.claim.exploration.Attempt.Outcome;
import io.fleetcanary.core.claim.exploration.World.Thing;
import java.util.Optional;

/** What must be true in every state, of the objects that there are. */
final class Invariants {
  private final Scenario scenario;

  Invariants(Scenario scenario) {
    this.scenario = scenario;
  }

  /** What is broken; empty when nothing is. */
  Optional<String> broken(State state) {
    String what = cluster(state.world);
    boolean quiet = true;
    for (int i = 0; what.isEmpty() && i < state.process.length; i++) {
      int process = state.process[i];
      if (process != Attempt.NONE) {
        what = process(process, state.world);
        quiet &= quiet(process);
      }
    }
    if (what.isEmpty() && quiet) {
      what = quiet(state);
    }
    return what.isEmpty() ? Optional.empty() : Optional.of(what);
  }

  private static boolean quiet(int process) {
    return Attempt.outcome(process) != Outcome.RUNNING || Attempt.program(process) == Program.IDLE;
  }

  private String cluster(long world) {
    int route = Thing.ROUTE.in(world);
    int workload = Thing.WORKLOAD.in(world);
    int canary = Thing.CANARY.in(world);
    int ledger = Thing.LEDGER.in(world);
    boolean weight = World.value(route) == World.LIGHT || World.value(route) == World.HEAVY;
    boolean pods = World.value(canary) >= World.ONE_POD;
    if (weight && !pods && scenario.things().contains(Thing.CANARY)) {
      return "requests go to a canary without pods";
    }
    boolean undone = undone(workload, ledger);
    if (stranger(route, ledger) || (!undone && stranger(workload, ledger))) {
      return "an object is claimed by a rollout that does not hold the ledger";
    }
    if (stranger(canary, ledger) && World.value(canary) > World.EMPTY) {
      return "canary pods of a rollout that does not hold the ledger";
    }
    int revision = World.value(workload);
    if (revision != World.OLD
        && !World.kept(ledger, revision)
        && !(World.recorded(ledger) && World.heldFor(ledger, revision))) {
      return "a revision serves as stable of which the ledger knows nothing";
    }
    return "";
  }

  /** Somebody has brought the mark of a rollout back that has ended. */
  private boolean undone(int workload, int ledger) {
    int owner = World.owner(workload);
    return scenario.undoes() && owner > 0 && World.ending(ledger, owner) != 0;
  }

  private static boolean stranger(int object, int ledger) {
    int owner = World.owner(object);
    return owner > 0 && !World.heldFor(ledger, owner);
  }

  private String process(int process, long world) {
    int owner = Attempt.owner(process);
    int ledger = Thing.LEDGER.in(world);
    boolean taken = World.inherited(ledger, owner);
    Outcome outcome = Attempt.outcome(process);
    if (outcome != Outcome.RUNNING) {
      boolean honest = World.kept(ledger, owner) == (outcome == Outcome.KEPT);
      return honest && taken ? "" : honest ? ended(process, world) : "an outcome is not true";
    }
    boolean back = Attempt.program(process) == Program.BACK;
    boolean kept = World.kept(ledger, owner) || World.phase(ledger) == Holder.Phase.CLOSED;
    return back && !kept && !taken ? turned(process, world) : "";
  }

  private String turned(int process, long world) {
    int passed = Attempt.position(process);
    boolean scaler = scenario.things().contains(Thing.SCALER);
    if (passed > (scaler ? 4 : 2) && forward(Thing.ROUTE.in(world), process)) {
      return "the route goes forward again after it was turned back";
    }
    if (passed > 3 && forward(Thing.WORKLOAD.in(world), process)) {
      return "the workload goes forward again after it was turned back";
    }
    int canary = Thing.CANARY.in(world);
    if (passed > 5 && forward(canary, process) && World.value(canary) > World.EMPTY) {
      return "the canary goes forward again after it was turned back";
    }
    return "";
  }

  private static boolean forward(int object, int process) {
    return World.owner(object) == Attempt.owner(process) && World.isForward(object);
  }

  private String ended(int process, long world) {
    int owner = Attempt.owner(process);
    int workload = Thing.WORKLOAD.in(world);
    int ledger = Thing.LEDGER.in(world);
    if (World.owner(Thing.ROUTE.in(world)) == owner
        || (World.owner(workload) == owner && !undone(workload, ledger))
        || World.holder(ledger) == owner) {
      return "something is claimed by a rollout that has ended";
    }
    boolean promoted = World.value(workload) == World.revision(owner);
    if (promoted && Attempt.outcome(process) != Outcome.KEPT) {
      return "the bad revision serves after it was rolled back";
    }
    return "";
  }

  private String quiet(State state) {
    long world = state.world;
    if (World.holder(Thing.LEDGER.in(world)) != 0) {
      return "the ledger is held though nobody is at work";
    }
    if (Thing.ROUTE.in(world) != World.AS_BEFORE) {
      return "the route is not as before though nobody is at work";
    }
    int workload = Thing.WORKLOAD.in(world);
    if (World.claim(workload) != 0 && !undone(workload, Thing.LEDGER.in(world))) {
      return "the workload is claimed though nobody is at work";
    }
    if (World.value(Thing.CANARY.in(world)) > World.EMPTY) {
      return "canary pods though nobody is at work";
    }
    return scenario.things().contains(Thing.WORKLOAD) ? revision(world) : "";
  }

  private static String revision(long world) {
    int ledger = Thing.LEDGER.in(world);
    int serving = World.value(Thing.WORKLOAD.in(world));
    boolean right =
        serving == World.OLD
            ? !World.kept(ledger, 1) && !World.kept(ledger, 2)
            : World.kept(ledger, serving);
    return right ? "" : "the revision that serves is not one that was kept";
  }
}
