package io.fleetcanary.core.claim.exploration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Visits every state that a scenario can reach, nearest first, until one breaks an invariant. */
final class Exploration {
  private final States states = new States();
  private final Model model;
  private final Invariants invariants;
  private final State state;
  private Optional<String> broken = Optional.empty();

  Exploration(Scenario scenario, Rules rules) {
    this.model = new Model(scenario, rules);
    this.invariants = new Invariants(scenario);
    this.state = new State(scenario.sweeper());
  }

  Exploration run() {
    State first = model.begin();
    states.add(first.low(), first.high(), -1);
    for (int index = 0; index < states.size() && broken.isEmpty(); index++) {
      visit(index);
    }
    return this;
  }

  private void visit(int index) {
    state.read(states.low(index), states.high(index));
    broken = invariants.broken(state).map(what -> what + "\n" + path(index));
    if (broken.isEmpty()) {
      model.successors(state, (low, high) -> states.add(low, high, index));
    }
  }

  int size() {
    return states.size();
  }

  /** What was broken and how; empty when everything holds in every state. */
  Optional<String> broken() {
    return broken;
  }

  private String path(int end) {
    List<String> steps = new ArrayList<>();
    for (int index = end; index >= 0; index = states.from(index)) {
      State step = new State(state.hasSweeper());
      step.read(states.low(index), states.high(index));
      steps.addFirst(step.toString());
    }
    return String.join("\n", steps);
  }

  /** A growing list of distinct states, each with the state it came from. */
  private static final class States {
    private long[] low = new long[1 << 16];
    private long[] high = new long[1 << 16];
    private int[] from = new int[1 << 16];
    private int[] table = new int[1 << 18];
    private int size;

    int size() {
      return size;
    }

    long low(int index) {
      return low[index];
    }

    long high(int index) {
      return high[index];
    }

    int from(int index) {
      return from[index];
    }

    /** Adds a state; false if it is known. */
    boolean add(long lowBits, long highBits, int origin) {
      int slot = slot(lowBits, highBits);
      if (table[slot] != 0) {
        return false;
      }
      if (size == low.length) {
        grow();
        slot = slot(lowBits, highBits);
      }
      low[size] = lowBits;
      high[size] = highBits;
      from[size] = origin;
      size++;
      table[slot] = size;
      return true;
    }

    private int slot(long lowBits, long highBits) {
      int mask = table.length - 1;
      int slot = hash(lowBits, highBits) & mask;
      while (table[slot] != 0) {
        int index = table[slot] - 1;
        if (low[index] == lowBits && high[index] == highBits) {
          return slot;
        }
        slot = slot + 1 & mask;
      }
      return slot;
    }

    private static int hash(long lowBits, long highBits) {
      long mixed = (lowBits * 0x9E3779B97F4A7C15L ^ highBits) * 0xC2B2AE3D27D4EB4FL;
      mixed ^= mixed >>> 29;
      mixed *= 0x165667B19E3779F9L;
      return (int) (mixed ^ mixed >>> 32);
    }

    private void grow() {
      int capacity = low.length + low.length / 2;
      low = Arrays.copyOf(low, capacity);
      high = Arrays.copyOf(high, capacity);
      from = Arrays.copyOf(from, capacity);
      if (capacity > table.length / 2) {
        table = new int[table.length * 2];
        for (int index = 0; index < size; index++) {
          table[slot(low[index], high[index])] = index + 1;
        }
      }
    }
  }
}
