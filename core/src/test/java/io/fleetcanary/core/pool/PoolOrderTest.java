package io.fleetcanary.core.pool;

import static io.fleetcanary.core.pool.Reports.learning;
import static io.fleetcanary.core.pool.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoolOrderTest {
  private static final int GOOD = 3;

  /**
   * They tell their past at their first look, before anything is counted. Where clusters of a later
   * wave tell theirs afterwards, φF may rise between two reports, and the order matters; not for
   * alpha, see {@code docs/statistics.md}.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void doesNotDependOnTheOrderOfClusters(long seed) {
    List<PoolReport> first = firsts();
    List<PoolReport> second = several();
    Pool before = take(take(Reports.pool(1), first), second);

    Collections.shuffle(first, new Random(seed));
    Collections.shuffle(second, new Random(seed));

    assertThat(take(take(Reports.pool(1), first), second)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void doesNotDependOnHowOftenAReportComes(long seed) {
    List<PoolReport> reports = firsts();
    reports.addAll(several());
    Pool once = take(Reports.pool(1), reports);
    List<PoolReport> again = new ArrayList<>(reports);
    Collections.shuffle(again, new Random(seed));
    reports.addAll(again);

    assertThat(take(Reports.pool(1), reports)).isEqualTo(once);
  }

  private static List<PoolReport> firsts() {
    return new ArrayList<>(several().stream().map(it -> learning(Reports.nothing(it), 1)).toList());
  }

  private static List<PoolReport> several() {
    List<PoolReport> reports = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      reports.add(report("c" + i, GOOD + i, "gpu", i < 3 ? "a100" : "l40s"));
    }
    return reports;
  }

  private static Pool take(Pool pool, List<PoolReport> reports) {
    Pool taken = pool;
    for (PoolReport report : reports) {
      taken = taken.take(report).pool();
    }
    return taken;
  }
}
