package io.fleetcanary.activity.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.metric.ArmCounters.Grid;
import io.fleetcanary.activity.metric.ArmCounters.Tally;
import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.query.Selectors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ArmCountersTest {
  private static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);
  private static final Grid GRID =
      new Grid(BEGIN, Duration.ofSeconds(10), Duration.ofSeconds(12), Duration.ZERO);
  private static final Track TRACK =
      Track.of(new PrometheusAccess("", "", "pod"), "ml", List.of("a", "b"));
  private static final Selectors RATIO = new Selectors("of{$track}", "bad{$track}", "");
  private static final Selectors LATENCY = new Selectors("count", "bucket", "0.5 s");

  private final List<Series> of = new ArrayList<>();
  private final List<Series> bad = new ArrayList<>();

  @Test
  void countsWhatASeriesWentUpByAtTheLaterSample() {
    of.add(series("a", "200", -5, 1000, 5, 1100, 15, 1130, 25, 1190));

    assertThat(tallies(3)).isEqualTo(Map.of(1L, new Tally(30, 0), 2L, new Tally(60, 0)));
  }

  @Test
  void countsFromTheFirstScrapeAfterTheBeginThoughThereIsOneBefore() {
    of.add(series("a", "200", -5, 1000, 5, 1100));

    assertThat(tallies(3)).isEmpty();
  }

  @Test
  void startsASeriesThatIsBornLaterThanItsPodAtZero() {
    of.add(series("a", "200", 5, 1000, 15, 1030));
    of.add(series("a", "500", 15, 3));
    bad.add(series("a", "500", 15, 3));

    assertThat(tallies(2)).isEqualTo(Map.of(1L, new Tally(33, 3)));
  }

  @Test
  void takesTheFirstScrapeOfANewPodAsItsBase() {
    of.add(series("a", "200", 5, 1000, 15, 1030));
    of.add(series("b", "200", 12, 700_000, 22, 700_050));

    assertThat(tallies(3)).isEqualTo(Map.of(1L, new Tally(30, 0), 2L, new Tally(50, 0)));
  }

  @Test
  void doesNotTakeASecondPortOfAPodForANewSeries() {
    of.add(series("a", "200", 5, 1000, 15, 1030));
    of.add(series("a", "200", Map.of("instance", "10.0.0.7:9400"), 6, 800_000, 16, 800_002));

    assertThat(tallies(2)).isEqualTo(Map.of(1L, new Tally(32, 0)));
  }

  @Test
  void countsOnceWhatTwoJobsTell() {
    of.add(series("a", "200", job("services"), 6, 1003, 16, 1033, 26, 1063));
    of.add(series("a", "200", job("pods"), 5, 1000, 15, 1030, 25, 1060));
    bad.add(series("a", "500", job("services"), 16, 3, 26, 3));
    bad.add(series("a", "500", job("pods"), 15, 2, 25, 3));

    assertThat(tallies(3)).isEqualTo(Map.of(1L, new Tally(30, 2), 2L, new Tally(30, 1)));
  }

  @Test
  void goesOnWithTheJobThatTakesOver() {
    of.add(series("a", "200", job("pods"), 5, 1000, 15, 1030));
    of.add(series("a", "200", job("services"), 11, 1020, 21, 1045, 31, 1050));

    assertThat(tallies(4)).isEqualTo(Map.of(1L, new Tally(30, 0), 3L, new Tally(5, 0)));
  }

  @Test
  void addsUpWhatTwoJobsReadOnDifferentPaths() {
    of.add(series("a", "200", job("pods"), 5, 1000, 15, 1030));
    of.add(series("a", "404", job("services"), 6, 70, 16, 72));

    assertThat(tallies(2)).isEqualTo(Map.of(1L, new Tally(32, 0)));
  }

  private static Map<String, String> job(String name) {
    return Map.of("instance", "10.0.0.7:8000", "job", name);
  }

  @Test
  void takesTheFirstScrapeAfterAGapAsItsBase() {
    of.add(series("a", "200", 5, 1000, 25, 1500, 35, 1510));

    assertThat(tallies(4)).isEqualTo(Map.of(3L, new Tally(10, 0)));
  }

  @Test
  void startsASeriesThatWasAwayWhileItsPodWasScrapedAtZero() {
    of.add(series("a", "200", 5, 1000, 15, 1030, 25, 7));
    of.add(series("a", "500", 5, 4, 25, 5));

    assertThat(tallies(3)).isEqualTo(Map.of(1L, new Tally(30, 0), 2L, new Tally(12, 0)));
  }

  @Test
  void startsASeriesThatDroppedAtZero() {
    of.add(series("a", "200", 5, 1000, 15, 40));

    assertThat(tallies(2)).isEqualTo(Map.of(1L, new Tally(40, 0)));
  }

  @Test
  void addsUpPodsAndCodes() {
    of.add(series("a", "200", 1, 0, 8, 10));
    of.add(series("a", "404", 1, 5, 8, 6));
    of.add(series("b", "200", 2, 7, 9, 27));

    assertThat(tallies(1)).isEqualTo(Map.of(0L, new Tally(31, 0)));
  }

  @Test
  void putsASampleAtTheEndOfAnIntervalIntoIt() {
    of.add(series("a", "200", 0, 0, 10, 1, 20, 3));

    assertThat(tallies(2)).isEqualTo(Map.of(0L, new Tally(1, 0), 1L, new Tally(2, 0)));
  }

  @Test
  void countsOnlyTheIntervalsAskedFor() {
    of.add(series("a", "200", 0, 0, 10, 1, 20, 3, 30, 6));

    assertThat(counters(RATIO).tallies(GRID, 1, 2)).isEqualTo(Map.of(1L, new Tally(2, 0)));
  }

  @Test
  void takesWhatIsNotWithinTheEdgeAsBad() {
    SortedMap<Long, Tally> tallies = new TreeMap<>(Map.of(0L, new Tally(100, 97)));

    assertThat(counters(LATENCY).counts(tallies, 0)).isEqualTo(new Counts(100, 3));
    assertThat(counters(RATIO).counts(tallies, 0)).isEqualTo(new Counts(100, 97));
    assertThat(counters(RATIO).counts(tallies, 1)).isEqualTo(Counts.NONE);
  }

  @Test
  void takesMoreBadRequestsThanRequestsForAllThereWasAndReportsThem() {
    SortedMap<Long, Tally> tallies = new TreeMap<>(Map.of(0L, new Tally(10, 12)));

    assertThat(counters(RATIO).counts(tallies, 0)).isEqualTo(new Counts(12, 12));
    assertThat(counters(LATENCY).counts(tallies, 0)).isEqualTo(new Counts(10, 0));
    assertThat(counters(RATIO).contradict(tallies)).isTrue();
    assertThat(counters(LATENCY).contradict(tallies)).isFalse();
  }

  @Test
  void refusesSeriesOfPodsItDoesNotKnow() {
    of.add(series("c", "200", 5, 1));

    assertThat(counters(RATIO).problem()).contains("unknown pod c");
  }

  @Test
  void refusesSeriesWithoutAPod() {
    of.add(new Series(new TreeMap<>(), List.of(new Sample(BEGIN, 1))));

    assertThat(counters(RATIO).problem()).contains("a series without a pod");
  }

  @Test
  void leavesOutSamplesThatAreNotNumbersAndSaysSo() {
    of.add(series("a", "200", 5, 1, 10, Double.NaN, 15, 4));

    assertThat(counters(RATIO).notANumber()).contains("a counter of a is NaN");
    assertThat(counters(RATIO).problem()).isEmpty();
    assertThat(tallies(2)).isEqualTo(Map.of(1L, new Tally(3, 0)));
  }

  @Test
  void missesABucketEdgeOnlyWhereThereAreRequests() {
    assertThat(counters(LATENCY).problem()).isEmpty();

    of.add(series("a", "200", 5, 1));

    assertThat(counters(LATENCY).problem()).contains("no bucket edge at 0.5 s");
    assertThat(counters(RATIO).problem()).isEmpty();
  }

  @Test
  void namesAPodThatIsNoLongerScraped() {
    of.add(series("a", "200", 5, 1, 15, 2));
    of.add(series("b", "200", 5, 1, 35, 2));

    assertThat(counters(RATIO).stalePod(BEGIN.plusSeconds(20))).contains("a");
    assertThat(counters(RATIO).stalePod(BEGIN.plusSeconds(15))).isEmpty();
  }

  @Test
  void missesNothingOfAPodThatLeaves() {
    of.add(series("a", "200", 5, 1, 15, 2));
    of.add(series("b", "200", 5, 1, 35, 2));
    Track leaving = TRACK.losing(List.of("a"));

    ArmCounters counters = new ArmCounters(leaving, RATIO, of, bad);

    assertThat(counters.stalePod(BEGIN.plusSeconds(20))).isEmpty();
    assertThat(counters.stalePod(BEGIN.plusSeconds(40))).contains("b");
  }

  private SortedMap<Long, Tally> tallies(long to) {
    return counters(RATIO).tallies(GRID, 0, to);
  }

  private ArmCounters counters(Selectors selectors) {
    return new ArmCounters(TRACK, selectors, of, bad);
  }

  private static Series series(String pod, String status, double... secondsAndValues) {
    return series(pod, status, Map.of("instance", "10.0.0.7:8000"), secondsAndValues);
  }

  private static Series series(
      String pod, String status, Map<String, String> target, double... secondsAndValues) {
    SortedMap<String, String> labels = new TreeMap<>(target);
    labels.putAll(Map.of("pod", pod, "status", status));
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < secondsAndValues.length; i += 2) {
      Instant at = BEGIN.plusMillis((long) (secondsAndValues[i] * 1000));
      samples.add(new Sample(at, secondsAndValues[i + 1]));
    }
    return new Series(labels, samples);
  }
}
