package io.fleetcanary.activity.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.journal.PastActivities.From;
import io.fleetcanary.workflow.journal.PastActivities.Which;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The statements, as H2 and PostgreSQL both take them. Nothing is ever changed or removed. */
final class JournalTable {
  private static final String NUMBERS = "select entry_number from journal_entry where run_id = ?";

  private static final String ADD =
      """
      insert into journal_entry (run_id, entry_number, namespace, service, rollout_id, revision,
        decided_at, act, about, decided_by, sentence, evidence)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ROLLOUTS =
      """
      select rollout_id from journal_entry
      where namespace = ? and service = ? and act <> 'SERIES'
      group by rollout_id having min(decided_at) < ?
      order by min(decided_at) desc, rollout_id desc limit ?
      """;

  private static final String OF_ROLLOUT =
      """
       from journal_entry
      where namespace = ? and service = ? and (rollout_id = ? or run_id = ?)
      """;

  private static final String OUTLINE = " and act in ('ASKED', 'PLANNED', 'END')";
  private static final String SERIES = " and act = 'SERIES'";

  private static final String LINES =
      """
      select rollout_id, run_id, revision, entry_number, decided_at, act, about, decided_by,
        sentence, evidence
      """;

  private static final String OLDEST_FIRST =
      " order by decided_at, run_id, entry_number limit ? offset ?";

  private JournalTable() {}

  /** Which lines of a run there are. */
  static Set<Integer> numbers(Connection connection, String runId) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(NUMBERS)) {
      query.setString(1, runId);
      Set<Integer> numbers = new TreeSet<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          numbers.add(rows.getInt(1));
        }
      }
      return numbers;
    }
  }

  static void add(Connection connection, Page page, List<JournalEntry> entries)
      throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement(ADD)) {
      for (JournalEntry entry : entries) {
        texts(insert, 1, page.runId());
        insert.setInt(2, entry.number());
        texts(insert, 3, page.namespace(), page.service(), page.rolloutId(), page.revision());
        insert.setObject(7, entry.at().atOffset(ZoneOffset.UTC));
        texts(insert, 8, entry.act().name(), entry.about(), entry.by(), entry.sentence());
        texts(insert, 12, json(entry.evidence()));
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** PostgreSQL keeps no NUL. */
  private static void texts(PreparedStatement statement, int first, String... values)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setString(first + i, values[i].replace("\0", ""));
    }
  }

  /** Ids, newest first. */
  static List<String> rollouts(Connection connection, Which which, int most) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(ROLLOUTS)) {
      texts(query, 1, which.namespace(), which.service());
      query.setObject(3, which.before().atOffset(ZoneOffset.UTC));
      query.setInt(4, most);
      List<String> ids = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
      return ids;
    }
  }

  /** Oldest first. */
  static List<JournalRow> lines(Connection connection, From from, int most) throws SQLException {
    String which = (from.outline() ? OUTLINE : "") + (from.series() ? SERIES : "");
    String sql = LINES + OF_ROLLOUT + which + OLDEST_FIRST;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      of(query, from);
      query.setInt(5, most);
      query.setInt(6, Math.max(0, from.skip()));
      List<JournalRow> lines = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          lines.add(row(rows));
        }
      }
      return lines;
    }
  }

  /** When the last line of a rollout was written that has any. */
  static Instant lastWritten(Connection connection, From from) throws SQLException {
    String sql = "select max(decided_at)" + OF_ROLLOUT;
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      of(query, from);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getObject(1, OffsetDateTime.class).toInstant();
      }
    }
  }

  private static void of(PreparedStatement query, From from) throws SQLException {
    texts(query, 1, from.namespace(), from.service(), from.rollout(), from.rollout());
  }

  private static JournalRow row(ResultSet row) throws SQLException {
    JournalEntry entry =
        new JournalEntry(
            row.getInt("entry_number"),
            row.getObject("decided_at", OffsetDateTime.class).toInstant(),
            Act.valueOf(row.getString("act")),
            row.getString("about"),
            row.getString("decided_by"),
            row.getString("sentence"),
            evidence(row.getString("evidence")));
    return new JournalRow(
        row.getString("rollout_id"), row.getString("run_id"), row.getString("revision"), entry);
  }

  private static String json(Evidence evidence) {
    try {
      return Payloads.mapper().writerFor(Evidence.class).writeValueAsString(evidence);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("what came as JSON can be written as JSON", impossible);
    }
  }

  private static Evidence evidence(String json) {
    try {
      return Payloads.mapper().readValue(json, Evidence.class);
    } catch (JsonProcessingException foreign) {
      throw new IllegalStateException("the journal has a line that was not written by us", foreign);
    }
  }
}
