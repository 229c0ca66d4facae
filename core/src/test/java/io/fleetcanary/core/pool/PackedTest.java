package io.fleetcanary.core.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Alternatives;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.pool.InFlight.Tally;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
  /** Characters for one comparison of one cluster, whatever it has seen. */
  private static final int MOST = 420;

  @Test
  void packsNobody() {
    assertThat(Packed.clusters(Packed.of(new TreeMap<>()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 40, Short.MAX_VALUE})
  void unpacksWhatWasPacked(int slope) {
    SortedMap<String, InFlight> clusters = new TreeMap<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20; i++) {
      Tally tally =
          new Tally(
              1 + i / 8.0,
              i % 3 == 0 ? Levels.NONE : levels(random, slope),
              sums(i * 1000L),
              levels(random, slope),
              sums(1L << i),
              i / 20.0,
              i % 2 == 0 ? Levels.NONE : levels(random, slope),
              2 + i / 8.0);
      clusters.put("eu-" + i, cluster(i, List.of(Tally.NONE, tally, carrying(tally))));
    }

    assertThat(Packed.clusters(Packed.of(clusters))).isEqualTo(clusters);
  }

  @Test
  void takesNoMoreThanSoMuchWhateverIsSeen() {
    SplittableRandom random = new SplittableRandom(8);
    Interval many = sums(1L << 40);
    Tally wild =
        new Tally(
            1e6,
            levels(random, Short.MAX_VALUE),
            many,
            levels(random, Short.MAX_VALUE),
            many,
            0.999,
            levels(random, Short.MAX_VALUE),
            1e6);
    SortedMap<String, InFlight> one = new TreeMap<>();
    one.put("a", new InFlight(new TreeMap<>(), 1, 1, 1, true, List.of(wild)));

    assertThat(Packed.of(one)).hasSizeLessThan(MOST);
  }

  private static Tally carrying(Tally it) {
    return new Tally(
        it.dispersion(), it.levels(), it.sums(), it.levels(), it.sums(), 1, it.levels(), 5);
  }

  private static InFlight cluster(int number, List<Tally> tallies) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("gpu", "L40S ä" + number);
    return new InFlight(labels, 1, number + 1, 1L << number, number % 2 == 0, tallies);
  }

  private static Interval sums(long requests) {
    return new Interval(new Counts(requests, requests / 100), new Counts(9 * requests, 0));
  }

  /** Each hundredth differs from the one before by so much at most. */
  private static Levels levels(SplittableRandom random, int slope) {
    double[] logs = new double[Alternatives.COUNT];
    for (int i = 0; i < logs.length; i++) {
      double before = i == 0 ? 0 : logs[i - 1];
      logs[i] = Math.clamp(before + random.nextInt(-slope, slope + 1) / 100.0, -327, 327);
    }
    return Levels.of(logs);
  }
}
