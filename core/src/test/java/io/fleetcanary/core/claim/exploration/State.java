package io.fleetcanary.core.claim.exploration;

import io.fleetcanary.core.claim.exploration.World.Thing;
import java.util.Arrays;

/**
 * The cluster, the processes and the late writers: the state of the model, packed into two longs.
 *
 * <pre>
 * low:  world 40 bits | process 2 (the sweeper), or late writer 2: 24 bits
 * high: process 0, process 1: 24 bits each | late writer 1: 16 bits
 * </pre>
 */
final class State {
  /** What a late writer remembers of its look when there was no object. */
  static final int SAW_NONE = 1;

  private static final int LATE_MASK = 0x7FFF;
  final int[] process = new int[3];
  final int[] late = new int[2];
  long world;
  private final boolean sweeper;

  State(boolean sweeper) {
    this.sweeper = sweeper;
  }

  boolean hasSweeper() {
    return sweeper;
  }

  void read(long low, long high) {
    world = low & ((1L << 40) - 1);
    int third = (int) (low >>> 40);
    process[0] = (int) (high & 0xFFFFFF);
    process[1] = (int) ((high >>> 24) & 0xFFFFFF);
    process[2] = sweeper ? third : 0;
    late[0] = (int) (high >>> 48);
    late[1] = sweeper ? 0 : third;
  }

  void copy(State other) {
    world = other.world;
    process[0] = other.process[0];
    process[1] = other.process[1];
    process[2] = other.process[2];
    late[0] = other.late[0];
    late[1] = other.late[1];
  }

  /** Late writers are alike: the greater one first. */
  void sort() {
    if (late[0] < late[1]) {
      int greater = late[1];
      late[1] = late[0];
      late[0] = greater;
    }
  }

  long low() {
    return world | ((long) (sweeper ? process[2] : late[1]) << 40);
  }

  long high() {
    return process[0] | ((long) process[1] << 24) | ((long) late[0] << 48);
  }

  int lateWriters() {
    return (late[0] == 0 ? 0 : 1) + (late[1] == 0 ? 0 : 1);
  }

  /** Lets an attempt live on beside its process; what it saw of a stale object is forgotten. */
  void leaveBehind(int attempt) {
    int kept = Attempt.stale(attempt) ? staleLate(attempt) : attempt & LATE_MASK;
    late[late[0] == 0 ? 0 : 1] = kept;
    sort();
  }

  /** Writes an object; every other attempt that has looked at it is stale now. */
  void write(Thing thing, int code) {
    int before = thing.in(world);
    world = thing.with(world, code);
    for (int i = 0; i < process.length; i++) {
      if (looked(process[i], thing)) {
        process[i] = staled(process[i], before);
      }
    }
    for (int i = 0; i < late.length; i++) {
      if (looked(late[i], thing)) {
        int staled = staled(late[i], before);
        late[i] = Attempt.stale(staled) ? staleLate(staled) : staled;
      }
    }
    sort();
  }

  private static boolean looked(int attempt, Thing thing) {
    return Attempt.phase(attempt) > 0 && Attempt.item(attempt).thing == thing;
  }

  private static int staled(int attempt, int before) {
    Item item = Attempt.item(attempt);
    boolean creates = item == Item.CREATE_CANARY;
    if (Attempt.phase(attempt) == 2) {
      return creates ? attempt : Attempt.again(attempt);
    }
    if (item.thing == Thing.LEDGER) {
      return Attempt.again(attempt);
    }
    boolean sawNone = creates && Attempt.content(attempt) == SAW_NONE;
    return sawNone || Attempt.stale(attempt) ? attempt : Attempt.staled(attempt, before);
  }

  /** A stale late writer only looks again, but for one that saw no object and will create it. */
  private static int staleLate(int attempt) {
    boolean sawNone =
        Attempt.item(attempt) == Item.CREATE_CANARY
            && World.value(Attempt.content(attempt)) == World.ABSENT;
    return sawNone ? Attempt.looked(attempt, 1, SAW_NONE) : Attempt.again(attempt);
  }

  @Override
  public String toString() {
    return Describe.world(world)
        + " "
        + Arrays.stream(process).filter(it -> it != 0).mapToObj(Describe::attempt).toList()
        + " late "
        + Arrays.stream(late).filter(it -> it != 0).mapToObj(Describe::attempt).toList();
  }
}
