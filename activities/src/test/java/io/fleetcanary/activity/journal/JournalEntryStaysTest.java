package io.fleetcanary.activity.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.journal.PastActivities.From;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever opens H2's file, lines stay as they were written. */
class JournalEntryStaysTest {
  private static final JournalEntry ASKED =
      new JournalEntry(
          1,
          Instant.parse("2026-11-26T09:00:00.123Z"),
          Act.ASKED,
          "",
          "ann",
          "",
          new Evidence.Asked("{}"));
  private static final Page PAGE =
      new Page("inference", "chat", "chat-1", "run of chat-1", "2026.11.3", List.of(ASKED));

  @TempDir private Path folder;

  private SqlJournal journal;

  @BeforeEach
  void open() {
    journal = new SqlJournal(new JournalDatabase(url(), "", ""));
  }

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("journal");
  }

  @Test
  void letsNobodyChangeOrRemoveALine() throws SQLException {
    journal.write(PAGE);

    assertNothingCanBeTakenBack();
    assertThat(lines()).containsExactly(ASKED);
  }

  /** It was made by a worker that did not ask for that yet. */
  @Test
  void letsNobodyChangeALineOfADatabaseThatExists() throws SQLException {
    Flyway.configure()
        .dataSource(url(), "", "")
        .locations("classpath:io/fleetcanary/activity/journal/h2")
        .table("journal_schema")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = DriverManager.getConnection(url(), "", "")) {
      JournalTable.add(connection, PAGE, List.of(ASKED));
    }

    assertThat(lines()).containsExactly(ASKED);
    assertNothingCanBeTakenBack();
  }

  private void assertNothingCanBeTakenBack() throws SQLException {
    for (String taken :
        List.of("update journal_entry set sentence = 'never'", "delete from journal_entry")) {
      try (Connection connection = DriverManager.getConnection(url(), "", "");
          Statement statement = connection.createStatement()) {
        assertThatThrownBy(() -> statement.execute(taken))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("the journal is only added to");
      }
    }
  }

  private List<JournalEntry> lines() {
    return journal.lines(new From("inference", "chat", "chat-1", 0, false)).entries();
  }
}
