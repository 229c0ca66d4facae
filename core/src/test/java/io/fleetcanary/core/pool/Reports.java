package io.fleetcanary.core.pool;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.evidence.RatioQuestion;
import io.fleetcanary.core.pool.PoolReport.Block;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import java.util.Collections;
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
    Part part = part(new Interval(new Counts(600, bad), new Counts(5400, 27)));
    return new PoolReport("chat-1", cluster, labels, 1, 1, Ending.GOES_ON, List.of(part));
  }

  /** As good as stable, with five times the requests. */
  static PoolReport busy(String cluster) {
    Interval sums = new Interval(new Counts(3000, 15), new Counts(27_000, 135));
    return with(report(cluster, 3), part(sums));
  }

  private static Part part(Interval sums) {
    RatioEvidence none = RatioEvidence.none(RatioQuestion.worse(0.1, Noise.constant(1)));
    return new Part(1, Levels.of(none.plus(sums).levels()), sums, List.of());
  }

  /** With as many requests, and as many bad ones, once more. */
  static PoolReport twice(PoolReport it) {
    Interval once = it.parts().getFirst().sums();
    RatioEvidence evidence =
        RatioEvidence.none(RatioQuestion.worse(0.1, Noise.constant(1))).plus(once).plus(once);
    return with(it, new Part(1, Levels.of(evidence.levels()), once.plus(once), List.of()));
  }

  /** Before anything was counted. */
  static PoolReport nothing(PoolReport it) {
    return with(it, new Part(1, Levels.NONE, Comparison.NOTHING, List.of()));
  }

  /** As of a cluster of this dispersion. */
  static PoolReport dispersed(PoolReport it, double dispersion) {
    Part part = it.parts().getFirst();
    return with(it, new Part(dispersion, part.levels(), part.sums(), List.of()));
  }

  /** The same of so many comparisons. */
  static PoolReport times(PoolReport it, int comparisons) {
    return with(it, Collections.nCopies(comparisons, it.parts().getFirst()));
  }

  /** Of so many comparisons, of a thousand clusters. */
  static Pool pool(int comparisons) {
    return pool(1000, Collections.nCopies(comparisons, Comparison.none("errors", 0.1)));
  }

  /** Of this many clusters, none of which has reported. */
  static Pool pool(int planned, List<Comparison> comparisons) {
    return new Pool(
        "chat-1",
        planned,
        0.005,
        comparisons,
        new TreeMap<>(),
        List.of(),
        Classes.NONE,
        Classes.NONE,
        false,
        new TreeMap<>());
  }

  private static PoolReport with(PoolReport it, Part part) {
    return with(it, List.of(part));
  }

  private static PoolReport with(PoolReport it, List<Part> parts) {
    return new PoolReport(
        it.rolloutId(), it.cluster(), it.labels(), it.attempt(), it.step(), it.ending(), parts);
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
    return with(it, new Part(part.dispersion(), part.levels(), part.sums(), past));
  }
}
