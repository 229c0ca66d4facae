package io.fleetcanary.worker.report;

import io.fleetcanary.activity.journal.SqlJournal;
import io.fleetcanary.workflow.journal.JournalActivities;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.PastActivities;
import io.fleetcanary.workflow.report.ReportActivities.Order;
import java.util.function.Consumer;

/**
 * A journal that has a report made when the last line of a rollout is in it: that line comes
 * whatever the end, and is sent until it is written. Making it is not part of writing the line,
 * which has five seconds.
 */
public final class ReportingJournal implements JournalActivities, PastActivities {
  private final SqlJournal journal;
  private final Consumer<Order> reports;

  /**
   * @param reports gets each order, the same more than once where a line is sent again; neither
   *     waits nor throws
   */
  public ReportingJournal(SqlJournal journal, Consumer<Order> reports) {
    this.journal = journal;
    this.reports = reports;
  }

  @Override
  public Receipt write(Page page) {
    Receipt receipt = journal.write(page);
    if (page.entries().stream().anyMatch(entry -> entry.act() == Act.END)) {
      reports.accept(new Order(page.namespace(), page.service(), page.rolloutId(), page.runId()));
    }
    return receipt;
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
