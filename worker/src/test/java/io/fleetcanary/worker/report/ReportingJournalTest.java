package io.fleetcanary.worker.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.journal.JournalDatabase;
import io.fleetcanary.activity.journal.SqlJournal;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalActivities.Receipt;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportingJournalTest {
  private static final Instant NOON = Instant.parse("2026-11-03T12:00:00Z");
  private static final String REASON = "service: must be a DNS label, got Chat; write chat";
  private static final String RUN = "0b5d3c1e";

  @TempDir private Path folder;
  private ReportingJournal journal;

  @BeforeEach
  void open() {
    journal = journal(folder.resolve("reports"));
  }

  private ReportingJournal journal(Path reports) {
    SqlJournal kept =
        new SqlJournal(new JournalDatabase("jdbc:h2:file:" + folder.resolve("journal"), "", ""));
    Clock clock = Clock.fixed(NOON.plusSeconds(60), ZoneOffset.UTC);
    return new ReportingJournal(kept, new ReportFolder(reports), clock);
  }

  @Test
  void putsAReportThereWhenTheLastLineIsWritten() throws IOException {
    journal.write(page("inference", asked()));
    assertThat(folder.resolve("reports")).doesNotExist();

    journal.write(page("inference", ended()));

    Path of = folder.resolve("reports/inference/chat");
    assertThat(files(of)).containsExactly(RUN + ".html", RUN + ".md");
    assertThat(Files.readString(of.resolve(RUN + ".html"))).contains(REASON);
    assertThat(Files.readString(of.resolve(RUN + ".md"))).contains(REASON);
  }

  @Test
  void putsItThereOnceMoreWhenTheLineIsSentOnceMore() throws IOException {
    journal.write(page("inference", asked(), ended()));
    Path of = folder.resolve("reports/inference/chat");
    Files.delete(of.resolve(RUN + ".md"));

    journal.write(page("inference", asked(), ended()));

    assertThat(files(of)).containsExactly(RUN + ".html", RUN + ".md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a b", ""})
  void leavesTheFolderForNobody(String namespace) throws IOException {
    Receipt receipt = journal.write(page(namespace, asked(), ended()));

    assertThat(receipt.kept()).isTrue();
    assertThat(files(folder)).noneMatch(name -> name.endsWith(".html"));
    assertThat(files(folder.resolve("reports"))).isEmpty();
  }

  @Test
  void keepsTheLineWhenTheReportCannotBePutThere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");

    Receipt receipt = journal(file).write(page("inference", asked(), ended()));

    assertThat(receipt.kept()).isTrue();
  }

  private static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Page page(String namespace, JournalEntry... entries) {
    return new Page(namespace, "chat", RUN, RUN, "", List.of(entries));
  }

  private static JournalEntry asked() {
    return new JournalEntry(1, NOON, Act.ASKED, "", "ann", "", new Evidence.Asked("{}"));
  }

  private static JournalEntry ended() {
    FleetOutcome outcome = new FleetOutcome("", FleetPhase.REFUSED, REASON, new TreeMap<>());
    return new JournalEntry(
        2, NOON.plusSeconds(1), Act.END, "", "", REASON, new Evidence.Outcome(outcome));
  }
}
