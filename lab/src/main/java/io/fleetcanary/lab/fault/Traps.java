package io.fleetcanary.lab.fault;

import io.fleetcanary.lab.dataplane.http.Request;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The faults that wait for requests on a cable that reads, and what has come along so far. */
public final class Traps {
  /** A proxy may run for days. */
  private static final int REMEMBERED = 100_000;

  private final List<Trap> set = new CopyOnWriteArrayList<>();
  private final Deque<Passage> passages = new ArrayDeque<>();
  private final Consumer<Passage> listener;

  public Traps() {
    this(passage -> {});
  }

  /** The same, with somebody who is told of every request. */
  public Traps(Consumer<Passage> listener) {
    this.listener = listener;
  }

  /** Sets a trap; of several that match a request the first set catches it. */
  public void set(Trap trap) {
    set.add(trap);
  }

  /** Lifts all that are set. */
  public void clear() {
    set.forEach(Trap::lift);
    set.clear();
  }

  /** All that are set, in their order. */
  public List<Trap> all() {
    return List.copyOf(set);
  }

  /** Requests that have been dealt with, oldest first; the last 100 000. */
  public List<Passage> passages() {
    synchronized (passages) {
      return new ArrayList<>(passages);
    }
  }

  /** Which fault this request meets. */
  Optional<Trap> meet(Request request) {
    return set.stream().filter(trap -> trap.catches(request, Instant.now())).findFirst();
  }

  void dealtWith(Passage passage) {
    synchronized (passages) {
      passages.addLast(passage);
      if (passages.size() > REMEMBERED) {
        passages.removeFirst();
      }
    }
    listener.accept(passage);
  }
}
