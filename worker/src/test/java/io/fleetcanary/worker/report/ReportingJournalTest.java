package io.fleetcanary.worker.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.activity.journal.JournalDatabase;
import io.fleetcanary.activity.journal.SqlJournal;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.series.MetricSeries;
import io.fleetcanary.core.series.MetricSeries.Point;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.report.ReportActivities.Made;
import io.fleetcanary.workflow.report.ReportActivities.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
  private static final String ID = "chat-1";
  private static final Order ORDER = new Order("inference", "chat", ID, RUN);

  @TempDir private Path folder;
  private final List<Order> ordered = new ArrayList<>();
  private SqlJournal kept;
  private ReportingJournal journal;

  @BeforeEach
  void open() {
    kept = new SqlJournal(new JournalDatabase("jdbc:h2:file:" + folder.resolve("journal"), "", ""));
    journal = new ReportingJournal(kept, ordered::add);
  }

  private FolderReports reports(Path reports) {
    Clock clock = Clock.fixed(NOON.plusSeconds(60), ZoneOffset.UTC);
    return new FolderReports(kept, new ReportFolder(reports), clock);
  }

  @Test
  void ordersAReportWhenTheLastLineIsWritten() {
    journal.write(page("inference", asked()));
    assertThat(ordered).isEmpty();

    journal.write(page("inference", ended()));

    assertThat(ordered).containsExactly(ORDER);
  }

  @Test
  void putsAPageTextAndDataThere() throws IOException {
    journal.write(page("inference", asked(), ended()));
    journal.write(measured());

    Made made = reports(folder.resolve("reports")).make(ORDER);

    Path of = folder.resolve("reports/inference/chat");
    assertThat(made).isEqualTo(new Made(of.resolve(ID + ".html").toString()));
    assertThat(files(of)).containsExactly(ID + ".html", ID + ".json", ID + ".md");
    assertThat(of.resolve(ID + ".html")).content().contains(REASON);
    assertThat(of.resolve(ID + ".md")).content().contains(REASON);
    assertThat(of.resolve(ID + ".json"))
        .content()
        .contains("\"kind\" : \"Report\"", "\"metric\" : \"errors\"");
  }

  @Test
  void putsItThereOnceMore() throws IOException {
    journal.write(page("inference", asked(), ended()));
    reports(folder.resolve("reports")).make(ORDER);
    Path of = folder.resolve("reports/inference/chat");
    Files.delete(of.resolve(ID + ".md"));

    reports(folder.resolve("reports")).make(ORDER);

    assertThat(files(of)).containsExactly(ID + ".html", ID + ".json", ID + ".md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", ".", "a b", ""})
  void leavesTheFolderForNobody(String namespace) throws IOException {
    journal.write(page(namespace, asked(), ended()));
    FolderReports reports = reports(folder.resolve("reports"));

    assertThatThrownBy(() -> reports.make(new Order(namespace, "chat", ID, RUN)))
        .hasMessageContaining("cannot be the name of a file");
    assertThat(files(folder)).noneMatch(name -> name.endsWith(".html"));
    assertThat(files(folder.resolve("reports"))).isEmpty();
  }

  @Test
  void saysThatTheReportCannotBePutThere() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    journal.write(page("inference", asked(), ended()));

    assertThatThrownBy(() -> reports(file).make(ORDER))
        .hasMessageContaining("the report is not in the folder");
  }

  /** By a cluster's own run. */
  private static Page measured() {
    WatchSeries watch =
        new WatchSeries(
            "eu-1",
            WatchSeries.Kind.BAKE,
            new TrafficWeight(25),
            NOON,
            NOON.plusSeconds(60),
            List.of(
                new MetricSeries(
                    "errors", true, List.of(), List.of(new Point(30, 0.01)), List.of())));
    JournalEntry line =
        new JournalEntry(1, NOON, Act.SERIES, "eu-1", "", "", new Evidence.Series(watch));
    return new Page("inference", "chat", ID, "of eu-1", "", List.of(line));
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
    return new Page(namespace, "chat", ID, RUN, "", List.of(entries));
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
