package io.fleetcanary.core.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.series.MetricSeries.Point;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesLogTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T13:00:00Z");
  private static final List<Criterion> CRITERIA = List.of(new Criterion.Max(0.02));
  private static final Metric ERRORS = new Metric.Ratio("errors", "bad", "of", 50, CRITERIA);
  private static final Metric LOAD = new Metric.Gauge("gpu-load", "query", CRITERIA);

  @Test
  void saysForEachStretchHowManyRequestsWereBad() {
    SeriesLog log = new SeriesLog(List.of(ERRORS), BEGIN);

    log.look(BEGIN.plusSeconds(30), List.of(counted(100, 1, 900, 9)));
    log.look(BEGIN.plusSeconds(60), List.of(counted(200, 4, 1800, 9)));

    assertThat(log.series())
        .containsExactly(
            new MetricSeries(
                "errors",
                true,
                CRITERIA,
                List.of(new Point(30, 0.01), new Point(60, 0.03)),
                List.of(new Point(30, 0.01), new Point(60, 0))));
  }

  @Test
  void hasNoPointWhereThereWereNoRequests() {
    SeriesLog log = new SeriesLog(List.of(ERRORS), BEGIN);

    log.look(BEGIN.plusSeconds(30), List.of(counted(100, 1, 0, 0)));
    log.look(BEGIN.plusSeconds(60), List.of(counted(100, 1, 0, 0)));

    assertThat(log.series().getFirst().canary()).containsExactly(new Point(30, 0.01));
    assertThat(log.series().getFirst().stable()).isEmpty();
  }

  @Test
  void leavesOutAGaugeThatNobodySaw() {
    SeriesLog log = new SeriesLog(List.of(ERRORS, LOAD), BEGIN);

    log.look(BEGIN.plusSeconds(30), List.of(counted(100, 1, 9, 0), Gauged.UNSEEN));

    assertThat(log.series()).extracting(MetricSeries::metric).containsExactly("errors");
  }

  @Test
  void goesOnWhenAGuardHasForgotten() {
    SeriesLog log = new SeriesLog(List.of(ERRORS), BEGIN);

    log.look(BEGIN.plusSeconds(30), List.of(counted(100, 0, 0, 0)));
    log.look(BEGIN.plusSeconds(60), List.of(counted(10, 5, 0, 0)));

    assertThat(log.series().getFirst().canary()).last().isEqualTo(new Point(60, 0.5));
  }

  /** A bake of a day with a look each half minute, of which nothing may be lost. */
  @Test
  void keepsAsManyPointsHoweverLongItLasts() {
    SeriesLog log = new SeriesLog(List.of(ERRORS, LOAD), BEGIN);

    for (int look = 1; look <= 2880; look++) {
      Instant at = BEGIN.plus(Duration.ofSeconds(30L * look));
      log.look(at, List.of(counted(100L * look, look, 900L * look, 0), gauged(look % 2)));
    }

    List<Point> errors = log.series().getFirst().canary();
    assertThat(errors).hasSizeBetween(20, 60).allMatch(point -> point.value() == 0.01);
    assertThat(errors.getLast().second()).isEqualTo(86_400);
    for (int i = 1; i < errors.size() - 1; i++) {
      assertThat(errors.get(i).second() - errors.get(i - 1).second()).isBetween(1440L, 5000L);
    }
    assertThat(log.series().getLast().canary().subList(0, 19))
        .allMatch(point -> Math.abs(point.value() - 0.5) < 0.02);
  }

  @Test
  void keepsFewerOfEachWhereThereAreManyMetrics() {
    SeriesLog log = new SeriesLog(Collections.nCopies(100, ERRORS), BEGIN);

    for (int look = 1; look <= 100; look++) {
      log.look(BEGIN.plusSeconds(look), Collections.nCopies(100, counted(100L * look, look, 0, 0)));
    }

    assertThat(log.series()).hasSize(100).allMatch(series -> series.canary().size() <= 12);
  }

  private static Measured counted(long canary, long bad, long stable, long stableBad) {
    return new Counted(
        new CountEvidence(
            new Counts(canary, bad), new Counts(stable, stableBad), ShareSeen.NONE, List.of()),
        1,
        "");
  }

  private static Measured gauged(double value) {
    return new Gauged(value, 0, "");
  }
}
