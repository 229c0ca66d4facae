package io.fleetcanary.core.pool;

import static io.fleetcanary.core.pool.Reports.ends;
import static io.fleetcanary.core.pool.Reports.learning;
import static io.fleetcanary.core.pool.Reports.report;
import static io.fleetcanary.core.pool.Reports.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioRange;
import io.fleetcanary.core.pool.PoolFigures.Cluster;
import io.fleetcanary.core.pool.PoolFigures.Compared;
import io.fleetcanary.core.pool.PoolFigures.Failed;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PoolFiguresTest {
  @Test
  void saysNothingBeforeAnybodyHasToldAnything() {
    assertThat(PoolFigures.of(pool(4))).isEmpty();
  }

  /** As {@code PoolTest.weighsAsTheFormulaSays}. */
  @Test
  void showsProductMeanAndWhatTheyComeTo() {
    PoolFigures figures = figures(report("a", 6), report("b", 8), report("c", 12));
    Compared errors = figures.comparisons().getFirst();

    assertThat(errors.product()).isCloseTo(Math.exp(2.5653930), within(0.3));
    assertThat(errors.mean()).isCloseTo(Math.exp(2.8309062), within(0.2));
    assertThat(errors.evidence())
        .isCloseTo((errors.product() + errors.mean()) / 2, within(0.02))
        .isEqualTo(figures.evidence());
    assertThat(figures.proof()).isEqualTo(200);
    assertThat(errors.dispersion()).isEqualTo(2);
    assertThat(errors.learnt()).isFalse();
  }

  @Test
  void showsEachClustersRequestsAndWhereItsRatioLies() {
    Cluster bad =
        figures(report("a", 9), report("b", 3)).comparisons().getFirst().clusters().get(0);

    assertThat(bad.cluster()).isEqualTo("a");
    assertThat(bad.requests()).isEqualTo(new Interval(new Counts(600, 9), new Counts(5400, 27)));
    assertThat(bad.low()).isBetween(0.5, 3.0);
    assertThat(bad.high()).isBetween(3.0, 20.0);
    assertThat(bad.evidence()).isGreaterThan(1);
  }

  /** What evidence was divided by at least is less than what a range takes. */
  @Test
  void showsTheRangeThatTheClusterItselfShows() {
    Part part = report("a", 9).parts().getFirst();
    Part told = new Part(1.2, part.levels(), part.sums(), List.of(), 2.5);
    PoolReport report =
        new PoolReport("chat-1", "a", new TreeMap<>(), 1, 1, Ending.GOES_ON, List.of(told));
    Cluster cluster = figures(report).comparisons().getFirst().clusters().getFirst();
    RatioRange range = RatioRange.of(part.sums(), 2.5, 0.01);

    assertThat(cluster.low()).isCloseTo(range.low(), within(0.001));
    assertThat(cluster.high()).isCloseTo(range.high(), within(0.01));
  }

  /** A range is right while the weight stands still; evidence is a product over all bakes. */
  @Test
  void showsTheBakeUnderWayAndTheEvidenceOfAll() {
    PoolFigures first = figures(report("a", 9));
    PoolFigures second = figures(report("a", 9), step(report("a", 8), 3));
    Cluster cluster = second.comparisons().getFirst().clusters().getFirst();

    assertThat(cluster.step()).isEqualTo(3);
    assertThat(cluster.requests().canary()).isEqualTo(new Counts(600, 8));
    assertThat(cluster.evidence())
        .isGreaterThan(first.comparisons().getFirst().clusters().getFirst().evidence());
  }

  @Test
  void keepsClustersThatArePassedAndThoseThatAreToBlameApart() {
    PoolFigures figures =
        figures(ends(report("a", 3), Ending.PASSED), report("b", 3), report("c", 30));
    Compared errors = figures.comparisons().getFirst();

    assertThat(errors.ended().clusters()).isEqualTo(1);
    assertThat(errors.ended().requests().canary()).isEqualTo(new Counts(600, 3));
    assertThat(errors.clusters()).extracting(Cluster::cluster).containsExactly("b");
    assertThat(errors.blamed()).extracting(Cluster::cluster).containsExactly("c");
    assertThat(errors.blamed().getFirst().evidence()).isGreaterThan(figures.proof());
  }

  /** Each by its own watch: what is said of each alone does not show what they have in common. */
  @Test
  void namesTheClassWhereClustersFailOneByOne() {
    PoolReport good = report("a", 3, "gpu", "a100");
    PoolReport bad = report("b", 3, "gpu", "l40s");
    PoolReport worse = report("c", 3, "gpu", "l40s");

    PoolFigures figures =
        figures(
            ends(good, Ending.PASSED),
            ends(bad, Ending.FAILED),
            ends(worse, Ending.FAILED),
            report("d", 3, "gpu", "l40s"));

    assertThat(figures.failed()).contains(new Failed(2, 4, 1, List.of("gpu=l40s")));
  }

  @Test
  void namesNoClassThatPassedElsewhereOrThatNotAllHave() {
    PoolReport passed = ends(report("a", 3, "gpu", "a100"), Ending.PASSED);
    PoolReport alike = ends(report("b", 3, "gpu", "a100"), Ending.FAILED);
    PoolReport other = ends(report("c", 3, "gpu", "l40s"), Ending.FAILED);

    assertThat(figures(passed, alike).failed()).isEmpty();
    assertThat(figures(passed, other, alike).failed()).isEmpty();
    assertThat(figures(other).failed()).as("nobody has passed").isEmpty();
    assertThat(figures(passed).failed()).as("nobody has failed").isEmpty();
  }

  @Test
  void saysWhereTheDispersionIsKnown() {
    assertThat(figures(learning(report("a", 3), 9)).comparisons().getFirst().learnt()).isTrue();
  }

  @Test
  void showsNoNumberThatNobodyCounts() {
    assertThat(figures(report("a", 590)).comparisons().getFirst().blamed())
        .extracting(Cluster::evidence)
        .containsExactly(PoolFigures.MOST);
  }

  private static PoolFigures figures(PoolReport... reports) {
    Pool pool = pool(4);
    for (PoolReport report : reports) {
      pool = pool.take(report).pool();
    }
    return PoolFigures.of(pool).orElseThrow();
  }

  private static Pool pool(int planned) {
    return Reports.pool(planned, List.of(Comparison.none("errors", 0.1)));
  }
}
