package io.fleetcanary.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.starter.screen.Trend;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrendsTest {
  private final Trends trends = new Trends();
  private Pool pool = Pool.of(Samples.plan()).orElseThrow();

  @Test
  void showsWhatCameInBetweenTwoLooksOverAllClusters() {
    told("eu-1", 1, look(100, 1, 1000, 5));
    trends.see(pool);
    told("eu-1", 1, look(250, 4, 2000, 9));
    told("us-1", 1, look(10, 0, 500, 1));

    trends.see(pool);

    assertThat(errors()).containsExactly(look(100, 1, 1000, 5), look(160, 3, 1500, 5));
  }

  @Test
  void beginsAfreshWithEachBake() {
    told("eu-1", 1, look(100, 1, 1000, 5));
    trends.see(pool);
    told("eu-1", 3, look(120, 2, 1100, 6));

    trends.see(pool);

    assertThat(errors().getLast()).isEqualTo(look(120, 2, 1100, 6));
  }

  @Test
  void addsNothingWhereNothingWasTold() {
    told("eu-1", 1, look(100, 1, 1000, 5));
    trends.see(pool);

    trends.see(pool);

    assertThat(errors()).hasSize(1);
  }

  @Test
  void forgetsTheOldestOfManyLooks() {
    IntStream.rangeClosed(1, 10)
        .forEach(
            i -> {
              told("eu-1", 1, look(100 * i, i, 1000 * i, i));
              trends.see(pool);
            });

    assertThat(errors()).hasSize(8);
  }

  @Test
  void takesFindingsWhereNothingIsPooled() {
    String figures =
        "12 of 400 bad against 30 of 4000, 3 % against 0.8 %, ratio 4, 1 to 9, evidence 2, proof"
            + " from 99";
    trends.see(found(figures));
    trends.see(found(figures));
    trends.see(found("9 of 90 bad, evidence 2, proof from 99"));
    trends.see(found(""));

    assertThat(errors()).containsExactly(look(400, 12, 4000, 30), look(90, 9, 0, 0));
  }

  private List<Interval> errors() {
    assertThat(trends.list()).extracting(Trend::metric).startsWith("errors");
    return trends.list().getFirst().looks();
  }

  private void told(String cluster, int step, Interval sums) {
    Part part = new Part(1, Levels.NONE, sums, List.of());
    List<Part> parts = Collections.nCopies(pool.comparisons().size(), part);
    PoolReport report =
        new PoolReport(pool.rolloutId(), cluster, new TreeMap<>(), 1, step, Ending.GOES_ON, parts);
    pool = pool.take(report).pool();
  }

  private static Interval look(int canary, int badCanary, int stable, int badStable) {
    return new Interval(new Counts(canary, badCanary), new Counts(stable, badStable));
  }

  private static FleetStatus found(String figures) {
    ClusterStatus cluster =
        new ClusterStatus(
            "eu-1",
            ClusterPhase.BAKING,
            TrafficWeight.NONE,
            ShareSeen.NONE,
            List.of(new Finding("errors", Verdict.PASS, "errors are few", 400, figures)),
            "",
            Samples.NOW);
    FleetStatus sample = Samples.status(FleetPhase.RELEASING, "", List.of());
    return new FleetStatus(
        sample.workflowId(),
        sample.rolloutId(),
        sample.service(),
        sample.namespace(),
        sample.revision(),
        sample.digest(),
        sample.phase(),
        "",
        List.of(new WaveStatus("first", List.of(cluster))),
        List.of(),
        List.of());
  }
}
