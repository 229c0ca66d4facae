package io.fleetcanary.core.pool;

import static io.fleetcanary.core.pool.Reports.dispersed;
import static io.fleetcanary.core.pool.Reports.ends;
import static io.fleetcanary.core.pool.Reports.learning;
import static io.fleetcanary.core.pool.Reports.nothing;
import static io.fleetcanary.core.pool.Reports.report;
import static io.fleetcanary.core.pool.Reports.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Alternatives;
import io.fleetcanary.core.evidence.FleetEvidence;
import io.fleetcanary.core.pool.PoolReport.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the product has counted stays as it was, whatever becomes known or ends afterwards. */
class CountedTest {
  /** More than φF where that is not known. */
  private static final double NOISY = 2.4;

  @Test
  void countsNothingAnewWhereABakeOfUnknownNoiseEndsAndTheNextBegins() {
    Pool first = take(dispersed(report("a", 6), 1), dispersed(report("a", 9), NOISY));
    Pool more = first.take(dispersed(more("a"), NOISY)).pool();

    Pool next = more.take(step(nothing(report("a", 0)), 2)).pool();

    assertThat(product(next)).isCloseTo(product(more), within(0.011));
    assertThat(product(next)).isNotZero();
  }

  @Test
  void countsNothingAnewWhereAnotherClustersBakeEnds() {
    Pool both = take(report("a", 9), dispersed(report("b", 3), NOISY));

    Pool passed = both.take(ends(dispersed(report("b", 3), NOISY), Ending.PASSED)).pool();

    assertThat(product(passed)).isCloseTo(product(both), within(0.011));
  }

  @Test
  void countsNothingAnewWhereMoreBecomesKnownOfNoise() {
    Pool before = take(report("a", 9), report("b", 3));

    Pool after = before.take(learning(nothing(report("c", 0)), 6)).pool();

    assertThat(after.comparisons().getFirst().phi()).isGreaterThan(Comparison.UNKNOWN);
    assertThat(product(after)).isCloseTo(product(before), within(1e-9));
  }

  /**
   * It fails by a crash, a gauge, another metric: that makes what it has seen here no less true.
   */
  @Test
  void takesBackNoObjectionWhereAClusterFails() {
    Pool before = aLittleInSixAndABusyGoodOne();

    Pool.Taken failed = before.take(ends(Reports.busy("busy"), Ending.FAILED));
    Pool.Taken after = failed.pool().take(report("c5", 9));

    for (int i = 0; i < Alternatives.COUNT; i++) {
      assertThat(product(failed.pool(), i)).isCloseTo(product(before, i), within(0.011));
    }
    assertThat(failed.verdict()).isEmpty();
    assertThat(after.verdict()).as("not one request more").isEmpty();
  }

  /** Whose fault is its own proves nothing against the others. */
  @Test
  void takesOutWhatAClusterThatFailsHasProved() {
    Pool others = take(report("a", 6), report("b", 6));
    Pool all = others.take(report("c", 14)).pool();

    Pool failed = all.take(ends(report("c", 14), Ending.FAILED)).pool();

    List<Double> objection = List.copyOf(all.inFlight().values()).getLast().report(0).weighed();
    assertThat(objection).anyMatch(log -> log > 0).anyMatch(log -> log < 0);
    for (int i = 0; i < objection.size(); i++) {
      double left = product(others, i) + Math.min(0, objection.get(i));
      assertThat(product(failed, i)).isBetween(left - 0.011, left);
    }
  }

  @Test
  void keepsAnObjectionInTheMeanToo() {
    Pool before = aLittleInSixAndABusyGoodOne();
    Pool failed = before.take(ends(Reports.busy("busy"), Ending.FAILED)).pool();

    assertThat(fleet(failed).local()).isCloseTo(fleet(before).local(), within(1e-9));
    assertThat(fleet(failed).log()).isCloseTo(fleet(before).log(), within(0.011));
  }

  /** As one that has not begun. */
  @Test
  void countsOneInTheMeanForAClusterThatHadProvedMore() {
    Pool others = take(report("a", 6), report("b", 6));

    Pool failed = others.take(ends(report("c", 14), Ending.FAILED)).pool();

    assertThat(fleet(failed).local()).isCloseTo(fleet(others).local(), within(1e-9));
  }

  /** A power that is known only afterwards could be chosen by what was seen. */
  @Test
  void weighsWithWhatWasKnownBefore() {
    double half = product(take(dispersed(report("a", 9), NOISY)));
    double known =
        product(take(dispersed(nothing(report("a", 0)), NOISY), dispersed(report("a", 9), NOISY)));
    double all = report("a", 9).parts().getFirst().levels().logs().getFirst();

    assertThat(half).isCloseTo(all / 2, within(0.011));
    assertThat(known).as("levels that say nothing tell no dispersion either").isEqualTo(half);
    Pool later = take(dispersed(report("a", 9), NOISY), dispersed(more("a"), NOISY));
    double gained = more("a").parts().getFirst().levels().logs().getFirst() - all;
    assertThat(product(later)).isCloseTo(all / 2 + gained, within(0.021));
  }

  private static Pool aLittleInSixAndABusyGoodOne() {
    Pool pool =
        Reports.pool(8, List.of(Comparison.none("errors", 0.1))).take(Reports.busy("busy")).pool();
    for (int i = 0; i < 6; i++) {
      pool = pool.take(report("c" + i, 9)).pool();
    }
    return pool;
  }

  private static FleetEvidence fleet(Pool pool) {
    return new PoolJudge(pool).weigh(0);
  }

  /** Of the first alternative. */
  private static double product(Pool pool) {
    return product(pool, 0);
  }

  private static double product(Pool pool, int alternative) {
    Comparison comparison = pool.comparisons().getFirst();
    double inFlight =
        pool.inFlight().values().stream()
            .mapToDouble(it -> it.report(0).weighed().get(alternative))
            .sum();
    return comparison.levels().logs().get(alternative) + inFlight;
  }

  /** The same cluster, after twice as many requests. */
  private static PoolReport more(String cluster) {
    return Reports.twice(report(cluster, 9));
  }

  private static Pool take(PoolReport... reports) {
    Pool pool = Reports.pool(1);
    for (PoolReport report : reports) {
      pool = pool.take(report).pool();
    }
    return pool;
  }
}
