package io.fleetcanary.starter.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {
  private static final Finding PASS =
      new Finding("errors", Verdict.PASS, "errors 0.2 % <= 2 %, n = 3104", 3104);
  private static final Finding FAIL =
      new Finding(
          "errors", Verdict.FAIL, "errors 21.3 % > limit 2 %, n = 400", 400, "85 of 400 bad");

  @Test
  void showsAFleetThatFits() {
    String screen = screen(Style.PLAIN, Size.USUAL, Samples.status());

    assertThat(screen).isEqualTo(CommandLineFixture.golden("screen.txt", screen));
  }

  @Test
  void showsTheSameInAscii() {
    String screen = screen(new Style(true, false), Size.USUAL, Samples.status());

    assertThat(screen).isEqualTo(CommandLineFixture.golden("screen-ascii.txt", screen)).isASCII();
  }

  @Test
  void expandsWhatIsInTroubleAndFoldsWhatIsWellWhereNotAllFits() {
    String screen = screen(Style.PLAIN, Size.USUAL, fleet(200));

    assertThat(screen).isEqualTo(CommandLineFixture.golden("screen-200.txt", screen));
  }

  @Test
  void showsHowMetricsWentWithTheWorstFirst() {
    List<Trend> trends =
        List.of(
            new Trend("slow-first-token", List.of(look(120, 3, 2280, 57))),
            new Trend("errors", IntStream.range(0, 8).mapToObj(FrameTest::rising).toList()),
            new Trend("gave-up", List.of(look(110, 1, 0, 0), look(10, 0, 0, 0))));
    Seen seen = new Seen(fleet(200), Samples.NOW).with(trends);

    String screen = text(new Frame(Style.PLAIN, Size.USUAL, Samples.NOW), seen);
    String ascii = text(new Frame(new Style(true, false), Size.USUAL, Samples.NOW), seen);

    assertThat(screen).isEqualTo(CommandLineFixture.golden("screen-trends.txt", screen));
    assertThat(ascii)
        .isASCII()
        .contains("x errors           canary .-:==+*# 40 %     stable ________ 0.5 %    n = 20");
  }

  @Test
  void leavesRoomForClustersWhereMetricsAreMany() {
    List<Trend> trends =
        IntStream.range(0, 20)
            .mapToObj(i -> new Trend("metric-" + i, List.of(look(100, i, 100, i))))
            .toList();
    Seen seen = new Seen(fleet(200), Samples.NOW).with(trends);

    String screen = text(new Frame(Style.PLAIN, new Size(80, 16), Samples.NOW), seen);

    assertThat(screen).contains("metric-0 ", "metric-1 ", "eu-57").doesNotContain("metric-2 ");
  }

  @Test
  void showsTheFirstNotesAndHowManyMoreThereAre() {
    FleetStatus noted = noted("the journal lacks what was decided last", "b", "c", "d");

    assertThat(screen(Style.PLAIN, Size.USUAL, noted))
        .contains("note: the journal lacks what was decided last\n(2 more notes) note: b\n")
        .doesNotContain("note: c");
  }

  @ParameterizedTest
  @CsvSource({
    "80, 24, 4",
    "80, 24, 200",
    "80, 24, 1000",
    "40, 10, 200",
    "200, 60, 1000",
    "20, 3, 9"
  })
  void neverLeavesTheScreen(int columns, int rows, int clusters) {
    List<String> lines =
        screen(new Style(false, true), new Size(columns, rows), fleet(clusters)).lines().toList();

    assertThat(lines).hasSizeLessThanOrEqualTo(rows);
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(line.replaceAll("\u001b\\[[0-9;]*m", "")).hasSizeLessThan(columns));
  }

  @Test
  void showsWavesInWhichSomethingHappensWhereNotAllOfThemFit() {
    List<WaveStatus> waves = new ArrayList<>();
    IntStream.range(0, 40)
        .forEach(
            wave ->
                waves.add(
                    new WaveStatus(
                        "wave-" + wave,
                        List.of(
                            cluster(
                                "c" + wave,
                                wave == 30 ? ClusterPhase.BAKING : ClusterPhase.QUEUED)))));

    assertThat(screen(Style.PLAIN, Size.USUAL, fleet(FleetPhase.RELEASING, waves)))
        .contains("wave-30 ", "more waves");
  }

  @Test
  void showsTheFiguresBehindTheVerdicts() {
    Frame frame = new Frame(Style.PLAIN, new Size(80, 12), Samples.NOW);

    List<String> lines =
        frame.lines(new Seen(fleet(200), Samples.NOW), new Beside(true, "[y]/[n] go on?", ""));

    assertThat(lines)
        .contains(
            "  fail: errors 21.3 % > limit 2 %, n = 400", "    85 of 400 bad", "[y]/[n] go on?")
        .anyMatch(line -> line.endsWith("more lines: fleetcanary why inference/chat"));
  }

  @Test
  void saysHowOldItIsWhereNobodyAnswers() {
    Seen stale = new Seen(Samples.status(), Samples.NOW).stale("no answer within 30 s");

    assertThat(new Frame(Style.PLAIN, Size.USUAL, Samples.NOW).lines(stale, Beside.NOTHING))
        .contains("? as of 2026-11-23T03:24:04Z: no answer within 30 s");
  }

  @Test
  void isNotMovedByWhatPeopleType() {
    FleetStatus typed =
        Samples.status(
            FleetPhase.PAUSED, "paused by \u001b[2J\u0007\u009bann\nnow: \u202elunch", List.of());

    assertThat(screen(Style.PLAIN, Size.USUAL, typed))
        .contains("paused by  [2J  ann; now:  lunch")
        .doesNotContain("\u001b", "\u0007", "\u009b", "\u202e");
  }

  @Test
  void standsStillWhereNothingHappens() {
    Seen seen = new Seen(Samples.status(), Samples.NOW);

    assertThat(frame(Samples.NOW.plusSeconds(1)).lines(seen, Beside.NOTHING))
        .isEqualTo(frame(Samples.NOW.plusSeconds(50)).lines(seen, Beside.NOTHING));
  }

  @Test
  void coloursWhatItMarks() {
    assertThat(screen(new Style(false, true), Size.USUAL, fleet(200)))
        .contains("\u001b[1;31m✕ rolled back\u001b[0m");
  }

  private static Frame frame(Instant now) {
    return new Frame(Style.PLAIN, Size.USUAL, now);
  }

  private static String screen(Style style, Size size, FleetStatus status) {
    return text(new Frame(style, size, Samples.NOW), new Seen(status, Samples.NOW));
  }

  private static String text(Frame frame, Seen seen) {
    return String.join("\n", frame.lines(seen, Beside.NOTHING)) + "\n";
  }

  private static Interval rising(int step) {
    return look(20, step + 1, 200, 1);
  }

  private static Interval look(int canary, int badCanary, int stable, int badStable) {
    return new Interval(new Counts(canary, badCanary), new Counts(stable, badStable));
  }

  /** One wave is done, one is under way with two in trouble, one has not begun. */
  private static FleetStatus fleet(int clusters) {
    List<ClusterStatus> first = new ArrayList<>();
    List<ClusterStatus> second = new ArrayList<>();
    List<ClusterStatus> third = new ArrayList<>();
    for (int i = 0; i < clusters; i++) {
      if (i < clusters / 10) {
        first.add(cluster("smoke-" + i, ClusterPhase.PROBATION, PASS));
      } else if (i < clusters / 2) {
        second.add(cluster("eu-" + i, phase(i), i % 50 == 7 ? FAIL : PASS));
      } else {
        third.add(cluster("us-" + i, ClusterPhase.QUEUED));
      }
    }
    return fleet(
        FleetPhase.RELEASING,
        List.of(
            new WaveStatus("smoke", first),
            new WaveStatus("europe", second),
            new WaveStatus("rest", third)));
  }

  private static ClusterPhase phase(int i) {
    if (i % 50 == 7) {
      return ClusterPhase.ROLLED_BACK;
    }
    return i % 20 == 0 ? ClusterPhase.BAKING : ClusterPhase.PROBATION;
  }

  private static FleetStatus fleet(FleetPhase phase, List<WaveStatus> waves) {
    return fleet(phase, waves, List.of());
  }

  private static FleetStatus noted(String... notes) {
    return fleet(FleetPhase.RELEASING, Samples.status().waves(), List.of(notes));
  }

  private static FleetStatus fleet(FleetPhase phase, List<WaveStatus> waves, List<String> notes) {
    FleetStatus sample = Samples.status();
    return new FleetStatus(
        sample.workflowId(),
        sample.rolloutId(),
        sample.service(),
        sample.namespace(),
        sample.revision(),
        sample.digest(),
        phase,
        "",
        waves,
        List.of(),
        List.of(),
        notes);
  }

  private static ClusterStatus cluster(String name, ClusterPhase phase, Finding... findings) {
    boolean canary = phase == ClusterPhase.BAKING;
    return new ClusterStatus(
        name,
        phase,
        canary ? new TrafficWeight(25) : TrafficWeight.NONE,
        canary ? new ShareSeen(248, 1000) : ShareSeen.NONE,
        List.of(findings),
        "",
        Samples.NOW.minus(Duration.ofMinutes(3)));
  }
}
