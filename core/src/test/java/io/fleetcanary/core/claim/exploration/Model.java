package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.exploration.Attempt.Outcome;
import io.fleetcanary.core.claim.exploration.Engine.Event;
import io.fleetcanary.core.claim.exploration.World.Thing;

/** Everything that can happen next in a state: looks, writes, aborts, crashes, resets, brakes. */
final class Model {
  private static final int SHIFTED = Program.FORWARD.length() - 5;
  private final Scenario scenario;
  private final Rules rules;
  private final Engine engine;
  private final Part part;
  private final State now;
  private final State after;
  private Sink sink = (low, high) -> {};

  Model(Scenario scenario, Rules rules) {
    this.scenario = scenario;
    this.rules = rules;
    this.engine = new Engine(rules);
    this.part = new Part(scenario);
    this.now = new State(scenario.sweeper());
    this.after = new State(scenario.sweeper());
  }

  /** Takes each state that can follow. */
  interface Sink {
    void accept(long low, long high);
  }

  State begin() {
    State state = new State(scenario.sweeper());
    for (int i = 0; i < scenario.rollouts(); i++) {
      state.process[i] = Attempt.of(Program.IDLE, i + 1, 0);
    }
    if (scenario.sweeper()) {
      state.process[2] = Attempt.of(Program.IDLE, World.SWEEPER, 0);
    }
    return state;
  }

  void successors(State state, Sink to) {
    sink = to;
    now.copy(state);
    if (scenario.undoes()) {
      undo();
    }
    if (engine.sweeps(now.world)) {
      sweep();
    }
    for (int i = 0; i < now.process.length; i++) {
      if (now.process[i] != Attempt.NONE) {
        process(i, now.process[i]);
      }
    }
    for (int i = 0; i < now.late.length; i++) {
      if (now.late[i] != Attempt.NONE) {
        late(i, now.late[i]);
      }
    }
  }

  /** A Deployment gets its annotations of then back from a ReplicaSet. */
  private void undo() {
    int workload = Thing.WORKLOAD.in(now.world);
    boolean ended = Attempt.outcome(now.process[0]) != Outcome.RUNNING;
    if (ended
        && World.claim(workload) == 0
        && World.ending(Thing.LEDGER.in(now.world), Attempt.owner(now.process[0])) != 0) {
      int mark = World.claim(Attempt.owner(now.process[0]), false, Item.PROMOTE.step);
      after.copy(now);
      after.write(Thing.WORKLOAD, World.object(mark, World.value(workload)));
      emit();
    }
  }

  /** In one move: the object is as it was seen, or the precondition refuses it. */
  private void sweep() {
    after.copy(now);
    after.write(Thing.CANARY, World.ABSENT);
    emit();
  }

  private void process(int i, int attempt) {
    if (scenario.resets() && i == 0) {
      reset(attempt);
    }
    if (Attempt.outcome(attempt) != Outcome.RUNNING) {
      return;
    }
    Program program = Attempt.program(attempt);
    if (program == Program.IDLE) {
      start(i, attempt);
    } else if (Attempt.finished(attempt)) {
      end(i, attempt, program);
    } else {
      if (mayDecline(attempt)) {
        put(i, begin(Program.DECLINE, attempt));
      }
      move(i, attempt);
      interrupt(i, attempt, program);
    }
  }

  private void start(int i, int attempt) {
    if (Attempt.owner(attempt) != World.SWEEPER) {
      put(i, begin(Program.FORWARD, attempt));
    } else if (World.holder(Thing.LEDGER.in(now.world)) != 0) {
      put(i, begin(Program.TAKE, attempt));
    }
  }

  private void end(int i, int attempt, Program program) {
    if (program == Program.FORWARD) {
      put(i, begin(rules.program(Program.KEEP), attempt));
      put(i, begin(Program.BACK, attempt));
      return;
    }
    int ledger = Thing.LEDGER.in(now.world);
    if (program == Program.DECLINE) {
      declined(i, attempt, World.ending(ledger, Attempt.owner(attempt)));
      return;
    }
    boolean kept = World.kept(ledger, Attempt.owner(attempt));
    put(i, Attempt.ended(attempt, kept ? Outcome.KEPT : Outcome.RETURNED));
  }

  /** The model knows no ending without a touch: what has come back may be either. */
  private void declined(int i, int attempt, int ending) {
    boolean touched = engine.touched(attempt, now.world);
    if (touched) {
      put(i, begin(Program.BACK, attempt));
    }
    if (!touched || ending == World.RETURNED) {
      put(i, Attempt.ended(attempt, Outcome.REFUSED));
    }
  }

  /** An object of the user's may be missing whenever a claim begins. */
  private static boolean mayDecline(int attempt) {
    return attempt == begin(Program.FORWARD, attempt);
  }

  private void move(int i, int attempt) {
    if (!scenario.includes(Attempt.item(attempt))) {
      put(i, Attempt.at(attempt, Attempt.position(attempt) + 1));
      return;
    }
    after.copy(now);
    after.process[i] = Attempt.again(attempt);
    int next =
        switch (engine.move(attempt, after)) {
          case GOES_ON -> engine.next();
          case DONE -> Attempt.at(attempt, Attempt.position(attempt) + 1);
          case FENCED -> begin(Program.BACK, attempt);
          case REFUSED -> Attempt.ended(attempt, Outcome.REFUSED);
        };
    after.process[i] = next;
    emit();
  }

  /** Abort; a crash and a retry; a watcher that brakes. The attempt at work may live on. */
  private void interrupt(int i, int attempt, Program program) {
    boolean forward = program != Program.BACK && program != Program.TAKE;
    if (forward) {
      goOnAs(i, begin(Program.BACK, attempt), attempt);
    }
    if (program == Program.FORWARD && Attempt.position(attempt) > SHIFTED && mayLeave()) {
      after.copy(now);
      after.leaveBehind(begin(Program.BRAKE, attempt));
      emit();
    }
    int retry = Attempt.at(attempt, program.begin(Attempt.position(attempt)));
    if (retry != attempt || mayLeave()) {
      goOnAs(i, retry, attempt);
    }
  }

  /** A reset begins anything again that the rollout may have begun before, as another run. */
  private void reset(int attempt) {
    Program program = Attempt.program(attempt);
    if (Attempt.run(attempt) == 1 || program == Program.IDLE) {
      return;
    }
    resetTo(Program.FORWARD, Program.FORWARD.length(), attempt);
    resetTo(Program.KEEP, 1, attempt);
    boolean ended = Attempt.outcome(attempt) != Outcome.RUNNING;
    if (program == Program.BACK) {
      int reached = ended ? program.length() : Attempt.position(attempt) + 1;
      resetTo(Program.BACK, Math.min(reached, program.length()), attempt);
    }
  }

  private void resetTo(Program program, int before, int attempt) {
    for (int position = 0; position < before; position++) {
      if (program.begin(position) == position) {
        int again = Attempt.of(program, Attempt.owner(attempt), 1);
        goOnAs(0, Attempt.at(again, position), attempt);
      }
    }
  }

  /** The process goes on as {@code next}; what it was doing is gone, or lives on. */
  private void goOnAs(int i, int next, int attempt) {
    put(i, next);
    boolean atWork =
        Attempt.outcome(attempt) == Outcome.RUNNING
            && !Attempt.finished(attempt)
            && scenario.includes(Attempt.item(attempt));
    if (atWork && mayLeave()) {
      after.copy(now);
      after.process[i] = next;
      after.leaveBehind(attempt);
      emit();
    }
  }

  private void late(int i, int attempt) {
    if (mayDecline(attempt)) {
      after.copy(now);
      after.late[i] = begin(Program.DECLINE, attempt);
      after.sort();
      emit();
    }
    if (!scenario.whole()) {
      after.copy(now);
      after.late[i] = Attempt.NONE;
      after.sort();
      emit();
    }
    after.copy(now);
    after.late[i] = Attempt.again(attempt);
    Event event = engine.move(attempt, after);
    int place = after.late[i] == Attempt.again(attempt) ? i : 1 - i;
    int following = Attempt.position(attempt) + 1;
    Program program = Attempt.program(attempt);
    boolean more = following < program.length() && program.together(following - 1, following);
    after.late[place] =
        switch (event) {
          case GOES_ON -> engine.next();
          case DONE -> more ? Attempt.at(attempt, following) : Attempt.NONE;
          case FENCED, REFUSED -> Attempt.NONE;
        };
    after.sort();
    emit();
  }

  private boolean mayLeave() {
    return now.lateWriters() < scenario.late();
  }

  private static int begin(Program program, int attempt) {
    return Attempt.of(program, Attempt.owner(attempt), Attempt.run(attempt));
  }

  private void put(int i, int attempt) {
    after.copy(now);
    after.process[i] = attempt;
    emit();
  }

  private void emit() {
    part.settle(after);
    sink.accept(after.low(), after.high());
  }
}
