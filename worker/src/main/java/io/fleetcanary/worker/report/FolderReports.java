package io.fleetcanary.worker.report;

import io.fleetcanary.report.FromJournal;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.PastActivities;
import io.fleetcanary.workflow.journal.PastActivities.From;
import io.fleetcanary.workflow.journal.PastActivities.Lines;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import io.fleetcanary.workflow.journal.PastActivities.Which;
import io.fleetcanary.workflow.report.ReportActivities;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes reports out of the journal and puts them into a folder. */
public final class FolderReports implements ReportActivities {
  private static final Logger LOG = LoggerFactory.getLogger(FolderReports.class);

  /** A page, of which a service seldom needs a second. */
  private static final int ROLLOUTS = 20;

  private final PastActivities journal;
  private final ReportFolder folder;
  private final Clock clock;

  public FolderReports(PastActivities journal, ReportFolder folder, Clock clock) {
    this.journal = journal;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public Made make(Order order) {
    try {
      String id = FleetRollout.workflowId(order.namespace(), order.service());
      return new Made(
          folder.put(FromJournal.of(id, past(order), lines(order), clock.instant())).toString());
    } catch (IOException | RuntimeException failure) {
      LOG.atWarn()
          .addKeyValue("rollout", order.rolloutId())
          .setCause(failure)
          .log("its report is not in the folder; fleetcanary report makes it");
      throw ApplicationFailure.newFailure(
          "the report is not in the folder: " + failure.getMessage(), "NoReport");
    }
  }

  private PastRollout past(Order order) throws IOException {
    Which newest =
        new Which(
            order.namespace(), order.service(), clock.instant().plus(Duration.ofDays(1)), ROLLOUTS);
    return journal.rollouts(newest).rollouts().stream()
        .filter(past -> past.runId().equals(order.runId()))
        .findFirst()
        .orElseThrow(() -> new IOException("too many have begun since"));
  }

  /** The run's own, and what was measured in its clusters, which has their runs' numbers. */
  private List<JournalEntry> lines(Order order) {
    List<JournalEntry> all = new ArrayList<>(lines(order, order.runId(), false));
    if (!order.rolloutId().equals(order.runId())) {
      all.addAll(lines(order, order.rolloutId(), true));
    }
    return all;
  }

  private List<JournalEntry> lines(Order order, String of, boolean series) {
    List<JournalEntry> all = new ArrayList<>();
    Lines next;
    do {
      next =
          journal.lines(
              new From(order.namespace(), order.service(), of, all.size(), false, series));
      all.addAll(next.entries());
    } while (next.more());
    return all;
  }
}
