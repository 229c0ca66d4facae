package io.fleetcanary.workflow.bench;

import io.fleetcanary.workflow.journal.JournalActivities;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.temporal.failure.ApplicationFailure;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps the lines of one run in memory, as long as it is not broken. */
public final class FakeJournal implements JournalActivities {
  private final SortedMap<Integer, JournalEntry> entries = new TreeMap<>();
  private boolean broken;
  private boolean off;
  private int calls;

  /** Nothing can be written from now on, or it can again. */
  public synchronized void breaks(boolean now) {
    broken = now;
  }

  /** The installation keeps no journal. */
  public synchronized void isOff() {
    off = true;
  }

  @Override
  public synchronized Receipt write(Page page) {
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
}
