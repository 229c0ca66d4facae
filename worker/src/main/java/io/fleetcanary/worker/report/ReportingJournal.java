package io.fleetcanary.worker.report;

import io.fleetcanary.activity.journal.SqlJournal;
import io.fleetcanary.report.FromJournal;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.journal.JournalActivities;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.PastActivities;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal that puts a report into a folder when the last line of a rollout is in it: that line
 * comes whatever the end, and is sent until it is written. A report that cannot be put there is
 * logged, and can be made later.
 */
public final class ReportingJournal implements JournalActivities, PastActivities {
  private static final Logger LOG = LoggerFactory.getLogger(ReportingJournal.class);

  /** A page, of which a service seldom needs a second. */
  private static final int ROLLOUTS = 20;

  private final SqlJournal journal;
  private final ReportFolder folder;
  private final Clock clock;

  public ReportingJournal(SqlJournal journal, ReportFolder folder, Clock clock) {
    this.journal = journal;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public Receipt write(Page page) {
    Receipt receipt = journal.write(page);
    if (page.entries().stream().anyMatch(entry -> entry.act() == Act.END)) {
      report(page);
    }
    return receipt;
  }

  private void report(Page page) {
    try {
      String id = FleetRollout.workflowId(page.namespace(), page.service());
      folder.put(FromJournal.of(id, past(page), lines(page), clock.instant()));
    } catch (IOException | RuntimeException failure) {
      LOG.atWarn()
          .addKeyValue("rollout", page.rolloutId())
          .setCause(failure)
          .log("its report is not in the folder; fleetcanary report makes it");
    }
  }

  private PastRollout past(Page page) throws IOException {
    Which newest =
        new Which(
            page.namespace(), page.service(), clock.instant().plus(Duration.ofDays(1)), ROLLOUTS);
    return journal.rollouts(newest).rollouts().stream()
        .filter(past -> past.runId().equals(page.runId()))
        .findFirst()
        .orElseThrow(() -> new IOException("too many have begun since"));
  }

  private List<JournalEntry> lines(Page page) {
    List<JournalEntry> all = new ArrayList<>();
    Lines next;
    do {
      next =
          journal.lines(
              new From(page.namespace(), page.service(), page.runId(), all.size(), false));
      all.addAll(next.entries());
    } while (next.more());
    return all;
  }

  @Override
  public PastRollouts rollouts(Which which) {
    return journal.rollouts(which);
  }

  @Override
  public Lines lines(From from) {
    return journal.lines(from);
  }
}
