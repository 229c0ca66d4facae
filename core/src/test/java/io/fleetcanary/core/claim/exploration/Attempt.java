package io.fleetcanary.core.claim.exploration;

import java.util.List;

/**
 * One attempt at one item of a program, in 24 bits (15 for a late writer, who keeps less).
 *
 * <p>Phases: 0 has not looked; 1 has looked at the object; 2 has looked at the ledger and will
 * write. An attempt whose object has changed since the look is <em>stale</em>: its write would be a
 * conflict, so it looks again. No versions are kept for that.
 */
final class Attempt {
  static final int NONE = 0;

  private Attempt() {}

  static int of(Program program, int owner, int run) {
    return program.code() | (run << 10) | (owner << 11);
  }

  static Program program(int attempt) {
    return Program.of(attempt & 7);
  }

  static int position(int attempt) {
    return (attempt >> 3) & 31;
  }

  static boolean finished(int attempt) {
    return position(attempt) == program(attempt).length();
  }

  static Item item(int attempt) {
    return program(attempt).item(position(attempt));
  }

  static int phase(int attempt) {
    return (attempt >> 8) & 3;
  }

  static int run(int attempt) {
    return (attempt >> 10) & 1;
  }

  static int owner(int attempt) {
    return (attempt >> 11) & 3;
  }

  /** What it remembers of its looks: an object, the workload's value, or that it saw no object. */
  static int content(int attempt) {
    return (attempt >> 13) & 255;
  }

  static boolean stale(int attempt) {
    return ((attempt >> 21) & 1) == 1;
  }

  static Outcome outcome(int attempt) {
    return Outcome.of((attempt >> 22) & 3);
  }

  /** At {@code position}, not having looked. */
  static int at(int attempt, int position) {
    return (attempt & 0x1C07) | (position << 3);
  }

  static int again(int attempt) {
    return at(attempt, position(attempt));
  }

  static int looked(int attempt, int phase, int content) {
    return again(attempt) | (phase << 8) | (content << 13);
  }

  static int staled(int attempt, int object) {
    return looked(attempt, 1, object) | (1 << 21);
  }

  static int ended(int attempt, Outcome outcome) {
    return at(attempt, 0) | (outcome.code() << 22);
  }

  /** How a process ended. */
  enum Outcome {
    RUNNING,
    KEPT,
    RETURNED,
    REFUSED;

    private static final List<Outcome> ALL = List.of(values());

    static Outcome of(int code) {
      return ALL.get(code);
    }

    int code() {
      return ALL.indexOf(this);
    }
  }
}
