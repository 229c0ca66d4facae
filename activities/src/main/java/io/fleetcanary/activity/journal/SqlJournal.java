package io.fleetcanary.activity.journal;

import io.fleetcanary.workflow.journal.JournalActivities;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.PageSize;
import io.fleetcanary.workflow.journal.PastActivities;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Keeps the journal in one table that is only added to. */
public final class SqlJournal implements JournalActivities, PastActivities {
  private static final int MOST_ROLLOUTS = 100;
  private static final int LINES = 100;

  private final JournalDatabase database;

  public SqlJournal(JournalDatabase database) {
    this.database = database;
  }

  @Override
  public Receipt write(Page page) {
    return database.with(
        connection -> {
          Set<Integer> kept = JournalTable.numbers(connection, page.runId());
          List<JournalEntry> news =
              page.entries().stream().filter(entry -> !kept.contains(entry.number())).toList();
          JournalTable.add(connection, page, news);
          return new Receipt(true);
        });
  }

  @Override
  public PastRollouts rollouts(Which which) {
    int most = Math.clamp(which.most(), 1, MOST_ROLLOUTS);
    return database.with(
        connection -> {
          List<String> ids = JournalTable.rollouts(connection, which, most + 1);
          List<PastRollout> rollouts = new ArrayList<>();
          for (String id : ids.subList(0, Math.min(most, ids.size()))) {
            rollouts.add(past(connection, which, id));
          }
          return new PastRollouts(rollouts, ids.size() > most);
        });
  }

  private static PastRollout past(Connection connection, Which which, String id)
      throws SQLException {
    From outline = new From(which.namespace(), which.service(), id, 0, true);
    List<JournalRow> rows = JournalTable.lines(connection, outline, LINES);
    Instant last = JournalTable.lastWritten(connection, outline);
    return PastReading.of(rows, last);
  }

  @Override
  public Lines lines(From from) {
    List<JournalRow> rows =
        database.with(connection -> JournalTable.lines(connection, from, LINES + 1));
    List<JournalEntry> page = PageSize.fitting(rows.stream().map(JournalRow::entry).toList());
    return new Lines(page, rows.size() > page.size());
  }
}
