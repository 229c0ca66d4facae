package io.fleetcanary.core.pool;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.evidence.RatioTest;
import io.fleetcanary.core.pool.PoolReport.Block;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What clusters of rollout chat-1 report. */
final class Reports {
  private Reports() {}

  /** Of 600 requests so many were bad; stable had 27 of 5400. */
  static PoolReport report(String cluster, int bad, String... label) {
    SortedMap<String, String> labels = new TreeMap<>();
    if (label.length == 2) {
      labels.put(label[0], label[1]);
    }
    Interval sums = new Interval(new Counts(600, bad), new Counts(5400, 27));
    Levels levels =
        Levels.of(RatioEvidence.none(RatioTest.worse(0.1, Noise.constant(1))).plus(sums).levels());
    Part part = new Part(1, levels, sums, List.of());
    return new PoolReport("chat-1", cluster, labels, 1, 1, Ending.GOES_ON, List.of(part));
  }

  static PoolReport ends(PoolReport it, Ending ending) {
    return new PoolReport(
        it.rolloutId(), it.cluster(), it.labels(), 1, it.step(), ending, it.parts());
  }

  static PoolReport step(PoolReport it, int step) {
    return new PoolReport(
        it.rolloutId(), it.cluster(), it.labels(), 1, step, it.ending(), it.parts());
  }

  /** With fourteen blocks that are off by so much, all clusters in the same direction. */
  static PoolReport learning(PoolReport it, double off) {
    Part part = it.parts().getFirst();
    List<Block> past =
        IntStream.range(0, 14).mapToObj(i -> new Block(i, i % 2 == 0 ? off : -off, 4)).toList();
    return new PoolReport(
        it.rolloutId(),
        it.cluster(),
        it.labels(),
        1,
        it.step(),
        it.ending(),
        List.of(new Part(part.dispersion(), part.levels(), part.sums(), past)));
  }
}
