package io.fleetcanary.core.pool;

import static io.fleetcanary.core.pool.Reports.ends;
import static io.fleetcanary.core.pool.Reports.learning;
import static io.fleetcanary.core.pool.Reports.report;
import static io.fleetcanary.core.pool.Reports.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.FleetEvidence;
import io.fleetcanary.core.evidence.FleetEvidence.Report;
import io.fleetcanary.core.pool.Pool.Taken;
import io.fleetcanary.core.pool.PoolReport.Ending;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoolTest {
  /** Of 600 requests; stable has 27 of 5400. */
  private static final int GOOD = 3;

  private static final int ALITTLE = 9;
  private static final int BAD = 30;
  private static final int PLANNED = 8;

  @Test
  void weighsAsTheFormulaSays() {
    Pool pool = take(pool(4), report("a", 6), report("b", 8), report("c", 12)).pool();

    FleetEvidence fleet =
        pool.comparisons()
            .getFirst()
            .weigh(pool.inFlight().values().stream().map(it -> it.report(0)).toList(), 4);

    // an independent calculation, with a dispersion of 2 as long as none is known
    assertThat(fleet.common()).isCloseTo(2.5653930, within(0.02));
    assertThat(fleet.local()).isCloseTo(2.8309062, within(0.01));
    assertThat(fleet.log()).isCloseTo(2.7069360, within(0.015)).isLessThanOrEqualTo(2.7069360);
  }

  @Test
  void provesALittleEverywhereThatNoClusterProvesAlone() {
    List<PoolReport> reports =
        IntStream.range(0, 6).mapToObj(i -> report("c" + i, ALITTLE)).toList();

    Taken before = take(pool(PLANNED), reports.subList(0, 5));
    Taken after = before.pool().take(reports.getLast());

    assertThat(before.verdict()).isEmpty();
    assertThat(log(reports.getFirst())).isLessThan(Math.log(10));
    assertThat(after.verdict())
        .contains(
            verdict("", "errors 1.5 % > 1.10 x stable's 0.5 %, n = 3600 in 6 clusters together"));
  }

  @Test
  void saysItOnce() {
    List<PoolReport> reports =
        IntStream.range(0, 6).mapToObj(i -> report("c" + i, ALITTLE)).toList();

    Pool proved = take(pool(PLANNED), reports).pool();

    assertThat(proved.take(report("c7", BAD)).verdict()).isEmpty();
  }

  @Test
  void namesTheOneBadClusterAndItsClass() {
    Pool good =
        take(
                pool(PLANNED),
                report("eu-1", GOOD, "gpu", "a100"),
                report("eu-2", GOOD, "gpu", "a100"),
                report("us-1", GOOD, "gpu", "a100"))
            .pool();

    Taken taken = good.take(report("us-2", BAD, "gpu", "l40s"));

    assertThat(taken.verdict())
        .contains(
            verdict(
                "us-2",
                "errors 5 % > 1.10 x stable's 0.5 %, n = 600, unlike the other 3 clusters, only it"
                    + " has gpu=l40s, cluster us-2"));
  }

  @Test
  void namesTheClassThatSeveralBadOnesHaveInCommon() {
    Pool one =
        take(
                pool(PLANNED),
                report("eu-1", GOOD, "gpu", "a100"),
                report("eu-2", GOOD, "gpu", "a100"),
                report("us-1", 12, "gpu", "l40s"))
            .pool();

    Taken taken = one.take(report("us-2", BAD, "gpu", "l40s"));

    assertThat(taken.verdict().orElseThrow().reason())
        .contains(", like 2 of 4 clusters, only those have gpu=l40s, cluster us-2");
  }

  @Test
  void blamesNobodyWhoShowsNothingForWhatAnEarlierOneHasShown() {
    Comparison loud =
        new Comparison("errors", 0.1, 0, List.of(), Levels.NONE, 5000, 1, Comparison.NOTHING);

    Taken taken = take(pool(PLANNED, loud), report("eu-1", GOOD), report("eu-2", ALITTLE));

    assertThat(taken.verdict()).isEmpty();
    assertThat(taken.pool().inFlight()).containsOnlyKeys("eu-1", "eu-2");
  }

  @Test
  void leavesABadClusterOutOfWhatTheOthersProve() {
    Pool others =
        take(pool(PLANNED), report("eu-1", GOOD), report("eu-2", GOOD), report("us-1", BAD)).pool();

    Taken taken = others.take(report("us-1", BAD + 5));

    assertThat(others.inFlight()).containsOnlyKeys("eu-1", "eu-2");
    assertThat(taken.verdict()).isEmpty();
    assertThat(taken.pool()).isEqualTo(others);
  }

  @Test
  void leavesItToAFailedClusterToSaySo() {
    Pool good = take(pool(PLANNED), report("eu-1", GOOD), report("eu-2", GOOD)).pool();

    Taken taken = good.take(ends(report("us-1", BAD), Ending.FAILED));

    assertThat(taken.verdict()).isEmpty();
    assertThat(taken.pool().inFlight()).containsOnlyKeys("eu-1", "eu-2");
  }

  @Test
  void provesFromWaveToWave() {
    List<PoolReport> earlier =
        IntStream.range(0, 5).mapToObj(i -> ends(report("c" + i, ALITTLE), Ending.PASSED)).toList();

    Taken first = take(pool(PLANNED), earlier);
    Taken second = first.pool().take(report("d0", ALITTLE, "region", "us"));

    assertThat(first.verdict()).isEmpty();
    assertThat(first.pool().inFlight()).isEmpty();
    assertThat(second.verdict())
        .contains(
            verdict("", "errors 1.5 % > 1.10 x stable's 0.5 %, n = 3600 in 6 clusters together"));
  }

  @Test
  void multipliesTheStepsOfACluster() {
    Pool first = take(pool(PLANNED), report("a", 12)).pool();

    Pool second = first.take(step(report("a", 8), 2)).pool();
    InFlight cluster = second.inFlight().values().iterator().next();

    assertThat(cluster.log(0))
        .isGreaterThan(log(report("a", 12)))
        .isLessThan(log(report("a", 12)) + log(report("a", 8)) + 1);
    assertThat(cluster.sums(0).canary()).isEqualTo(new Counts(1200, 20));
  }

  @Test
  void forgetsNoPassedClusterAndCountsItOnce() {
    PoolReport passed = ends(report("a", ALITTLE), Ending.PASSED);
    Pool pool = take(pool(PLANNED), passed).pool();

    assertThat(pool.take(passed).pool()).isEqualTo(pool);
    assertThat(pool.comparisons().getFirst().ended()).isEqualTo(1);
    assertThat(pool.comparisons().getFirst().sums().canary()).isEqualTo(new Counts(600, ALITTLE));
  }

  @Test
  void doesNotGrowWithClustersThatAreThrough() {
    Pool pool = pool(1000);
    for (int i = 0; i < 500; i++) {
      pool = pool.take(ends(report("c" + i, GOOD, "name", "c" + i), Ending.PASSED)).pool();
    }

    assertThat(pool.inFlight()).isEmpty();
    assertThat(pool.done()).hasSize(100);
    assertThat(pool.seen().labels()).hasSize(200);
  }

  @Test
  void takesTwoHundredAtOnceAndOthersWhenOneIsThrough() {
    Pool pool = pool(1000);
    for (int i = 0; i < 201; i++) {
      pool = pool.take(report("c" + i, GOOD)).pool();
    }

    Pool full = pool;
    Pool next = take(full, ends(report("c7", GOOD), Ending.PASSED), report("c200", GOOD)).pool();

    assertThat(full.inFlight()).hasSize(200).doesNotContainKey("c200");
    assertThat(next.inFlight()).hasSize(200).containsKey("c200");
  }

  @Test
  void learnsFromStablesOwnPodsHowMuchCanariesHaveInCommon() {
    Pool noisy = pool(4);
    for (String cluster : List.of("a", "b", "c")) {
      noisy = noisy.take(learning(report(cluster, 12), 6)).pool();
    }

    assertThat(noisy.comparisons().getFirst().dispersion()).isGreaterThan(10);
    assertThat(noisy.comparisons().getFirst().past()).hasSize(14);
    assertThat(take(pool(4), report("a", 12), report("b", 12), report("c", 12)).pool().over())
        .isTrue();
    assertThat(noisy.over()).isFalse();
  }

  @Test
  void takesFewerAtOnceWhereMuchIsCompared() {
    Pool pool = Reports.pool(100);
    for (int i = 0; i < 45; i++) {
      pool = pool.take(Reports.times(report("c" + i, GOOD), 100)).pool();
    }

    assertThat(pool.inFlight()).hasSize(44).doesNotContainKey("c44");
  }

  @Test
  void takesReportsOfItsOwnRolloutOnly() {
    PoolReport other =
        new PoolReport(
            "chat-2", "a", new TreeMap<>(), 1, 1, Ending.GOES_ON, report("a", BAD).parts());

    assertThat(pool(4).take(other).pool()).isEqualTo(pool(4));
  }

  private static Taken take(Pool pool, PoolReport... reports) {
    return take(pool, List.of(reports));
  }

  private static Taken take(Pool pool, List<PoolReport> reports) {
    Taken taken = new Taken(pool, Optional.empty());
    for (PoolReport report : reports) {
      taken = taken.pool().take(report);
    }
    return taken;
  }

  private static Pool pool(int planned) {
    return pool(planned, Comparison.none("errors", 0.1));
  }

  private static Pool pool(int planned, Comparison known) {
    return Reports.pool(planned, List.of(known));
  }

  private static PoolVerdict verdict(String cluster, String reason) {
    return new PoolVerdict("chat-1", cluster, reason);
  }

  private static double log(PoolReport report) {
    List<Double> levels = report.parts().getFirst().levels().logs();
    return new Report(levels, levels).log();
  }
}
