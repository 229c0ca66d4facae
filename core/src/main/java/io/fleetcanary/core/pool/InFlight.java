package io.fleetcanary.core.pool;

import io.fleetcanary.core.evidence.FleetEvidence.Report;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.pool.PoolReport.Part;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cluster whose bakes are not over: the product of those that are, and the one that is under way.
 *
 * @param requests what the report of the bake under way rests on
 * @param learnt whether its past has been taken
 * @param tallies one for each comparison
 */
public record InFlight(
    SortedMap<String, String> labels,
    int attempt,
    int step,
    long requests,
    boolean learnt,
    List<Tally> tallies) {
  public InFlight {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    tallies = List.copyOf(tallies);
  }

  static InFlight none(PoolReport first) {
    List<Tally> nothing = Collections.nCopies(first.parts().size(), Tally.NONE);
    return new InFlight(
        first.labels(), first.attempt(), first.step(), 0, false, List.copyOf(nothing));
  }

  /** Takes what is newer than what is known. */
  InFlight with(PoolReport report) {
    int later =
        report.attempt() == attempt
            ? Integer.compare(report.step(), step)
            : Integer.compare(report.attempt(), attempt);
    if (later < 0 || (later == 0 && report.requests() < requests)) {
      return this;
    }
    List<Tally> after = new ArrayList<>();
    for (int i = 0; i < tallies.size(); i++) {
      Tally before = later > 0 ? tallies.get(i).next() : tallies.get(i);
      after.add(before.with(report.parts().get(i)));
    }
    boolean tells = report.parts().stream().anyMatch(part -> !part.past().isEmpty());
    return new InFlight(
        report.labels(),
        report.attempt(),
        report.step(),
        report.requests(),
        learnt || tells,
        after);
  }

  Report report(int comparison) {
    return tallies.get(comparison).report();
  }

  /** Natural logarithm of its own evidence. */
  double log(int comparison) {
    return report(comparison).log();
  }

  Interval sums(int comparison) {
    Tally tally = tallies.get(comparison);
    return tally.earlierSums.plus(tally.sums);
  }

  /**
   * One comparison of it.
   *
   * @param dispersion φ of its cluster
   * @param earlier product over the bakes that are over
   * @param levels of the bake that is under way
   */
  public record Tally(
      double dispersion, Levels earlier, Interval earlierSums, Levels levels, Interval sums) {
    static final Tally NONE =
        new Tally(1, Levels.NONE, Comparison.NOTHING, Levels.NONE, Comparison.NOTHING);

    Tally next() {
      return new Tally(
          dispersion,
          earlier.plus(levels, 1),
          earlierSums.plus(sums),
          Levels.NONE,
          Comparison.NOTHING);
    }

    Tally with(Part part) {
      return new Tally(
          Math.max(1, part.dispersion()), earlier, earlierSums, part.levels(), part.sums());
    }

    Report report() {
      boolean first = earlier.equals(Levels.NONE);
      return new Report(dispersion, (first ? levels : earlier.plus(levels, 1)).logs());
    }
  }
}
