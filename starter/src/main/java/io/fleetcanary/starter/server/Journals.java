package io.fleetcanary.starter.server;

import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.journal.PastActivities.From;
import io.fleetcanary.workflow.journal.PastActivities.Lines;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import io.fleetcanary.workflow.journal.PastActivities.PastRollouts;
import io.fleetcanary.workflow.journal.PastActivities.Which;
import io.temporal.client.WorkflowFailedException;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What the worker's journal has of rollouts that Temporal may have forgotten. */
public final class Journals {
  private static final int PAGE = 50;

  /** Of one service; who looks for something does not look further back. */
  private static final int MOST = 1000;

  /** Later than any rollout, and what every database can read. */
  private static final Instant ALWAYS = Instant.parse("9999-01-01T00:00:00Z");

  private final Rollouts rollouts;

  Journals(Rollouts rollouts) {
    this.rollouts = rollouts;
  }

  /** Rollouts of a service, newest first. */
  public List<PastRollout> past(RolloutName name, int most) {
    List<PastRollout> past = new ArrayList<>();
    Instant before = ALWAYS;
    boolean more = true;
    while (more && past.size() < most) {
      int wanted = Math.min(PAGE, most - past.size());
      Which which = new Which(name.namespace(), name.service(), before, wanted);
      PastRollouts page = told("ShowPast", PastRollouts.class, which);
      past.addAll(page.rollouts());
      more = page.more() && !page.rollouts().isEmpty();
      before = past.isEmpty() ? before : past.getLast().began();
    }
    return past;
  }

  /** All of a service, as far back as anybody looks. */
  public List<PastRollout> past(RolloutName name) {
    return past(name, MOST);
  }

  /**
   * The newest rollout that is called so.
   *
   * @param called a revision, a rollout's id, or that of its run; empty for the newest of all
   */
  public Optional<PastRollout> find(RolloutName name, String called) {
    Predicate<PastRollout> same =
        it ->
            called.isEmpty()
                || it.rolloutId().equals(called)
                || it.runId().equals(called)
                || it.revision().equals(called);
    return past(name).stream().filter(same).findFirst();
  }

  /**
   * What is kept of one rollout, oldest first.
   *
   * @param outline only what was asked, planned, and how it ended
   */
  public List<JournalEntry> lines(RolloutName name, PastRollout rollout, boolean outline) {
    List<JournalEntry> lines = new ArrayList<>();
    boolean more = true;
    while (more) {
      From from =
          new From(name.namespace(), name.service(), rollout.rolloutId(), lines.size(), outline);
      Lines page = told("ShowJournal", Lines.class, from);
      lines.addAll(page.entries());
      more = page.more();
    }
    return lines;
  }

  /** What watches of one rollout measured, oldest first; nothing where nobody kept it. */
  public List<WatchSeries> series(RolloutName name, String rolloutId) {
    List<WatchSeries> series = new ArrayList<>();
    int read = 0;
    boolean more = true;
    while (more) {
      From from = new From(name.namespace(), name.service(), rolloutId, read, false, true);
      Lines page = told("ShowJournal", Lines.class, from);
      for (JournalEntry line : page.entries()) {
        if (line.evidence() instanceof Evidence.Series measured) {
          series.add(measured.watch());
        }
      }
      read += page.entries().size();
      more = page.more() && !page.entries().isEmpty();
    }
    return series;
  }

  private <T> T told(String type, Class<T> answer, Object question) {
    try {
      return rollouts.told(type, "journal/" + UUID.randomUUID(), answer, question);
    } catch (WorkflowFailedException failed) {
      throw new CommandException(
          ExitCode.UNREACHABLE,
          "the journal cannot be read: " + sentence(failed),
          List.of("what Temporal still has: fleetcanary list"),
          failed);
    }
  }

  private static String sentence(WorkflowFailedException failed) {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure said) {
        return said.getOriginalMessage();
      }
    }
    return "the worker gave no reason";
  }
}
