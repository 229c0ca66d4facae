package io.fleetcanary.lab.kill;

import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Bays of one stand that work side by side. A rollout mostly waits, so there may be many. */
final class Bays implements AutoCloseable {
  private static final Duration REMEMBERED = Duration.ofMinutes(2);

  /** Rollouts that begin in the same moment want a processor in the same moments ever after. */
  private static final Duration APART = Duration.ofSeconds(1);

  private final Stand stand;
  private final KillMethod method;
  private final List<Optional<Bay>> bays = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private Instant next = Instant.now();

  /**
   * None is open yet; each is when there is work for it.
   *
   * @param method how workers are killed in them
   */
  Bays(Stand stand, KillMethod method, int count) {
    this.stand = stand;
    this.method = method;
    for (int i = 0; i < count; i++) {
      bays.add(Optional.empty());
    }
  }

  KillMethod method() {
    return method;
  }

  /** What bays are built on; a worker that comes late finds what it has missed. */
  static Stand stand(Path folder) {
    Stand stand = Stand.lasting(2, folder);
    stand.prometheus().keep(REMEMBERED);
    return stand;
  }

  /**
   * Plays something, and forgets it: API servers answer late where they are asked for the first
   * time. Workers that start afterwards find their classes in an archive, where classes come from
   * files that can be archived.
   */
  void warm() {
    Bay bay = open(List.of("-XX:ArchiveClassesAtExit=" + classes(), "-Xlog:disable"));
    bay.play(Reference.PROMOTED, List.of());
    bay.end();
  }

  private Bay open(List<String> machine) {
    return Bay.open(stand, numbers.getAndIncrement(), method, machine);
  }

  private Bay open() {
    return open(
        Files.exists(classes())
            ? List.of("-XX:SharedArchiveFile=" + classes(), "-Xshare:auto", "-Xlog:disable")
            : List.of());
  }

  private Path classes() {
    return stand.folder().resolve("worker.jsa");
  }

  /** Does all of the work, each piece in some bay. */
  <T> void each(List<T> work, Work<T> how) {
    Pieces<T> left = new Pieces<>(work);
    List<CompletableFuture<Void>> working = new ArrayList<>();
    for (int slot = 0; slot < bays.size(); slot++) {
      int mine = slot;
      working.add(
          CompletableFuture.runAsync(
              () -> work(mine, left, how), task -> Thread.ofPlatform().start(task)));
    }
    CompletableFuture.allOf(working.toArray(CompletableFuture<?>[]::new)).join();
  }

  private <T> void work(int slot, Pieces<T> left, Work<T> how) {
    for (Optional<T> piece = left.next(); piece.isPresent(); piece = left.next()) {
      try {
        Rest.until(turn());
        Bay bay = bays.get(slot).orElseGet(this::open);
        bays.set(slot, Optional.of(bay));
        if (!how.in(bay, piece.get(), left::add)) {
          bays.set(slot, Optional.empty());
          bay.close();
        }
      } finally {
        left.done();
      }
    }
  }

  /** When the next rollout may begin. */
  private synchronized Instant turn() {
    Instant now = Instant.now();
    Instant mine = next.isAfter(now) ? next : now;
    next = mine.plus(APART);
    return mine;
  }

  @Override
  public void close() {
    bays.forEach(bay -> bay.ifPresent(Bay::close));
  }

  /** What is done in a bay. */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Does a piece.
     *
     * @param more takes what is to be done besides
     * @return whether the bay can be used again
     */
    boolean in(Bay bay, T piece, Consumer<T> more);
  }

  /** What is left to do, for several who work: as long as one does, there may be more. */
  static final class Pieces<T> {
    private final Queue<T> left;
    private int working;

    Pieces(List<T> work) {
      left = new ArrayDeque<>(work);
    }

    synchronized void add(T piece) {
      left.add(piece);
      notifyAll();
    }

    /** The next one, to be {@link #done}; empty when all is done. Waits while that is not known. */
    synchronized Optional<T> next() {
      try {
        while (left.isEmpty() && working > 0) {
          wait();
        }
      } catch (InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("a sweep was interrupted", interrupt);
      }
      Optional<T> next = Optional.ofNullable(left.poll());
      next.ifPresent(piece -> working++);
      return next;
    }

    synchronized void done() {
      working--;
      notifyAll();
    }
  }
}
