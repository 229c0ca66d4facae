package io.fleetcanary.activity.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.series.MetricSeries;
import io.fleetcanary.core.series.MetricSeries.Point;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalActivities.Receipt;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.journal.PastActivities.From;
import io.fleetcanary.workflow.journal.PastActivities.Lines;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import io.fleetcanary.workflow.journal.PastActivities.PastRollouts;
import io.fleetcanary.workflow.journal.PastActivities.Which;
import io.temporal.failure.ApplicationFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlJournalTest {
  private static final Instant BEGAN = Instant.parse("2026-11-26T09:00:00.123Z");
  private static final Evidence NOTHING = new Evidence.Nothing();

  @TempDir private Path folder;

  private SqlJournal journal;

  @BeforeEach
  void open() {
    journal = new SqlJournal(database(url()));
  }

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("journal");
  }

  private static JournalDatabase database(String url) {
    return new JournalDatabase(url, "", "");
  }

  @Test
  void keepsALineOnceHoweverOftenItIsWritten() {
    JournalEntry asked = asked(BEGAN);
    JournalEntry wave = entry(2, Act.WAVE, "wave first begins");

    journal.write(page("chat-1", asked));
    Receipt again = journal.write(page("chat-1", asked, wave));
    journal.write(page("chat-1", asked, entry(2, Act.WAVE, "another story")));

    assertThat(again).isEqualTo(new Receipt(true));
    assertThat(journal.lines(all("chat-1", 0)).entries()).containsExactly(asked, wave);
  }

  @Test
  void remembersWhenItIsOpenedAgain() {
    journal.write(page("chat-1", asked(BEGAN)));

    SqlJournal later = new SqlJournal(database(url()));

    assertThat(later.lines(all("chat-1", 0)).entries()).containsExactly(asked(BEGAN));
  }

  @Test
  void tellsHowRolloutsEndedNewestFirst() {
    journal.write(page("chat-1", asked(BEGAN), ended(BEGAN.plusSeconds(60))));
    journal.write(page("chat-2", asked(BEGAN.plusSeconds(100))));

    PastRollouts past = journal.rollouts(which(BEGAN.plusSeconds(1000), 10));

    assertThat(past.more()).isFalse();
    assertThat(past.rollouts())
        .extracting(PastRollout::rolloutId)
        .containsExactly("chat-2", "chat-1");
    assertThat(past.rollouts().getFirst().ending()).isEmpty();
    assertThat(past.rollouts().getLast())
        .isEqualTo(
            new PastRollout(
                "chat-1",
                "run of chat-1",
                "2026.11.3",
                "",
                "ann",
                BEGAN,
                BEGAN.plusSeconds(60),
                "ROLLED_BACK",
                "errors 21 % > 2 %",
                1,
                0));
  }

  @Test
  void showsAPageAtATime() {
    IntStream.range(0, 5)
        .forEach(i -> journal.write(page("chat-" + i, asked(BEGAN.plusSeconds(i)))));

    PastRollouts first = journal.rollouts(which(BEGAN.plusSeconds(10), 2));
    PastRollouts next = journal.rollouts(which(first.rollouts().getLast().began(), 2));

    assertThat(first.more()).isTrue();
    assertThat(next.rollouts())
        .extracting(PastRollout::rolloutId)
        .containsExactly("chat-2", "chat-1");
  }

  @Test
  void showsALongRolloutInPages() {
    journal.write(
        page(
            "chat-1",
            IntStream.rangeClosed(1, 130)
                .mapToObj(i -> entry(i, Act.CLUSTER, "line " + i))
                .toArray(JournalEntry[]::new)));

    assertThat(journal.lines(all("chat-1", 0)).more()).isTrue();
    assertThat(journal.lines(all("chat-1", 100)).entries())
        .hasSize(30)
        .last()
        .extracting(JournalEntry::number)
        .isEqualTo(130);
  }

  /** Two such lines are more than Temporal likes in one answer. */
  @Test
  void showsLongLinesOneByOne() {
    journal.write(page("chat-1", entry(1, Act.CLUSTER, "a".repeat(150_000))));
    journal.write(page("chat-1", entry(2, Act.CLUSTER, "b".repeat(150_000))));

    Lines first = journal.lines(all("chat-1", 0));

    assertThat(first.entries()).hasSize(1);
    assertThat(first.more()).isTrue();
    assertThat(journal.lines(all("chat-1", 1)))
        .isEqualTo(new Lines(List.of(entry(2, Act.CLUSTER, "b".repeat(150_000))), false));
  }

  @Test
  void showsWhatWatchesMeasuredAlone() {
    JournalEntry series = series();
    journal.write(page("chat-1", asked(BEGAN)));
    journal.write(ofEu1(series));

    Lines lines = journal.lines(new From("inference", "chat", "chat-1", 0, false, true));

    assertThat(lines).isEqualTo(new Lines(List.of(series), false));
    assertThat(journal.lines(all("chat-1", 0)).entries()).hasSize(2);
  }

  /** They are written by another run, and may be there first. */
  @Test
  void knowsNoRolloutOfWhichOnlyMeasurementsAreThere() {
    journal.write(ofEu1(series()));

    assertThat(journal.rollouts(which(BEGAN.plusSeconds(1000), 10)).rollouts()).isEmpty();
  }

  private static Page ofEu1(JournalEntry line) {
    return new Page("inference", "chat", "chat-1", "run of eu-1", "2026.11.3", List.of(line));
  }

  private static JournalEntry series() {
    WatchSeries watch =
        new WatchSeries(
            "eu-1",
            WatchSeries.Kind.BAKE,
            new TrafficWeight(25),
            BEGAN,
            BEGAN.plusSeconds(60),
            List.of(
                new MetricSeries(
                    "errors",
                    true,
                    List.of(new Criterion.Max(0.02)),
                    List.of(new Point(30, 0.01), new Point(60, 0.0312)),
                    List.of())));
    return new JournalEntry(1, BEGAN, Act.SERIES, "eu-1", "", "", new Evidence.Series(watch));
  }

  @Test
  void findsARolloutByItsRunTooAndNoneOfAnotherService() {
    journal.write(page("chat-1", asked(BEGAN)));

    assertThat(journal.lines(all("run of chat-1", 0)).entries()).hasSize(1);
    assertThat(journal.lines(new From("inference", "draw", "chat-1", 0, false)).entries())
        .isEmpty();
  }

  @Test
  void takesWhateverPeopleType() {
    String typed = "'); drop table journal_entry; -- \0 \uD83D\uDE00";
    journal.write(page("chat-1", entry(1, Act.DECISION, typed)));

    assertThat(journal.lines(all("chat-1", 0)).entries().getFirst().sentence())
        .isEqualTo(typed.replace("\0", ""));
  }

  @Test
  void saysWhatIsWrongWithoutAddressAndPassword() {
    SqlJournal away =
        new SqlJournal(
            new JournalDatabase("jdbc:postgresql://127.0.0.1:1/journal", "keeper", "s3cret"));

    assertThatThrownBy(() -> away.write(page("chat-1", asked(BEGAN))))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure ->
                assertThat(failure.getOriginalMessage())
                    .isEqualTo("the journal's database cannot be reached"))
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://db/journal",
        "jdbc:postgresql://keeper:s3cret@db/journal",
        "jdbc:postgresql://db/journal?ssl=true&password=s3cret",
        "jdbc:h2:file:./journal;USER=sa;PASSWORD=s3cret"
      })
  void refusesAnAddressOfAnythingElseOrWithCredentialsInItWithoutQuotingIt(String url) {
    assertThatThrownBy(() -> database(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be jdbc:h2:... or jdbc:postgresql:..., without user and password in it");
  }

  @Test
  void saysThatAFileCannotBeWritten() {
    SqlJournal nowhere = new SqlJournal(database("jdbc:h2:file:/proc/no/journal"));

    assertThatThrownBy(() -> nowhere.write(page("chat-1", asked(BEGAN))))
        .hasMessageContaining("the journal's database failed with SQLSTATE 90");
  }

  private static Which which(Instant before, int most) {
    return new Which("inference", "chat", before, most);
  }

  private static From all(String rollout, int skip) {
    return new From("inference", "chat", rollout, skip, false);
  }

  private static Page page(String rollout, JournalEntry... entries) {
    return new Page(
        "inference", "chat", rollout, "run of " + rollout, "2026.11.3", List.of(entries));
  }

  private static JournalEntry asked(Instant at) {
    return new JournalEntry(1, at, Act.ASKED, "", "ann", "", new Evidence.Asked("{}"));
  }

  private static JournalEntry entry(int number, Act act, String sentence) {
    return new JournalEntry(number, BEGAN.plusMillis(number), act, "", "", sentence, NOTHING);
  }

  private static JournalEntry ended(Instant at) {
    FleetOutcome outcome =
        new FleetOutcome(
            "chat-1",
            FleetPhase.ROLLED_BACK,
            "errors 21 % > 2 %",
            new TreeMap<>(Map.of("eu-1", new ClusterOutcome.Promoted("kept"))));
    return new JournalEntry(
        7, at, Act.END, "", "", outcome.reason(), new Evidence.Outcome(outcome));
  }
}
