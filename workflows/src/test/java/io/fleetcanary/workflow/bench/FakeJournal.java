package io.fleetcanary.workflow.bench;

import io.fleetcanary.workflow.journal.JournalActivities;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps the lines of one run in memory, as long as it is not broken. */
public final class FakeJournal implements JournalActivities {
  private final SortedMap<Integer, JournalEntry> entries = new TreeMap<>();
  private boolean broken;
  private boolean off;
  private int calls;
  private @Nullable SlowWrite slow;

  /** Nothing can be written from now on, or it can again. */
  public synchronized void breaks(boolean now) {
    broken = now;
  }

  /** The installation keeps no journal. */
  public synchronized void isOff() {
    off = true;
  }

  /** The next page is not written before that is let go. */
  public synchronized SlowWrite writesSlowly() {
    slow = new SlowWrite(new CountDownLatch(1), new CountDownLatch(1));
    return slow;
  }

  @Override
  public Receipt write(Page page) {
    takeSlow().ifPresent(SlowWrite::pass);
    return written(page);
  }

  private synchronized Optional<SlowWrite> takeSlow() {
    Optional<SlowWrite> now = Optional.ofNullable(slow);
    slow = null;
    return now;
  }

  private synchronized Receipt written(Page page) {
    calls++;
    if (broken) {
      throw ApplicationFailure.newFailure("its database cannot be reached", "NoJournal");
    }
    if (!off) {
      page.entries().forEach(entry -> entries.putIfAbsent(entry.number(), entry));
    }
    return new Receipt(!off);
  }

  /** How often it was asked to write. */
  public synchronized int calls() {
    return calls;
  }

  /** In the order of their numbers. */
  public synchronized List<JournalEntry> entries() {
    return List.copyOf(entries.values());
  }

  /** {@code DECISION first ann: ...}, one for each. */
  public List<String> lines() {
    return entries().stream()
        .map(
            it ->
                (it.act() + " " + it.about() + " " + it.by() + ": " + it.sentence())
                    .replaceAll(" +", " "))
        .toList();
  }

  /** A page that is being written. */
  public record SlowWrite(CountDownLatch begun, CountDownLatch allowed) {
    private void pass() {
      begun.countDown();
      await(allowed);
    }

    /** Until it has begun. */
    public void awaitBegun() {
      await(begun);
    }

    public void letGo() {
      allowed.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(50, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody came");
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stop);
      }
    }
  }
}
