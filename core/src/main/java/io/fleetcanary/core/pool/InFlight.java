package io.fleetcanary.core.pool;

import io.fleetcanary.core.evidence.FleetEvidence;
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

  /**
   * Takes what is newer than what is known.
   *
   * @param comparisons what is known of them all
   */
  InFlight with(PoolReport report, List<Comparison> comparisons) {
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
      after.add(before.with(report.parts().get(i), comparisons.get(i).phi()));
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
    return tallies.get(comparison).allSums();
  }

  /**
   * One comparison of it. In the product of all clusters it counts {@code carried · levels ^
   * power}: each part of the evidence to the power that was known before that part was counted.
   *
   * @param dispersion φ of its cluster
   * @param earlier product over the bakes that are over
   * @param levels of the bake that is under way
   * @param power of that bake's levels; 0 before it has told anything
   * @param carried what else counts: bakes that are over, and what levels have counted to other
   *     powers
   * @param ofAll φ of all requests of the bake that is under way, which ranges are made with
   */
  public record Tally(
      double dispersion,
      Levels earlier,
      Interval earlierSums,
      Levels levels,
      Interval sums,
      double power,
      Levels carried,
      double ofAll) {
    static final Tally NONE =
        new Tally(
            1, Levels.NONE, Comparison.NOTHING, Levels.NONE, Comparison.NOTHING, 0, Levels.NONE, 1);

    /** Dispersions and powers are in thousandths, rounded down. */
    static final double UNIT = 1000;

    /** A power is raised by no less, so that rounding costs nothing. */
    private static final double STEP = 1 / 16.0;

    /** Older versions did not remember to which power they had counted, nor φ of all requests. */
    public Tally {
      ofAll = Math.max(ofAll, dispersion);
      if (carried == null) {
        power = power(dispersion, Comparison.UNKNOWN);
        carried = Levels.NONE.plus(earlier, power);
      }
    }

    /** Another bake begins. */
    Tally next() {
      return new Tally(
          1, product(), allSums(), Levels.NONE, Comparison.NOTHING, 0, weighed(Levels.NONE), 1);
    }

    /** With all that the bake under way has told so far; the same once more changes nothing. */
    Tally with(Part part, double phi) {
      if (part.levels().equals(levels) && part.sums().equals(sums)) {
        return this;
      }
      double next = nextPower(phi);
      boolean same = next == power || levels.equals(Levels.NONE);
      return new Tally(
          down(Math.max(1, part.dispersion())),
          earlier,
          earlierSums,
          part.levels(),
          part.sums(),
          next,
          same ? carried : carried.plus(levels, power - next),
          up(Math.max(1, part.ofAll())));
    }

    /** Of what is counted from now on, by what was known before it was. */
    private double nextPower(double phi) {
      double known = power(dispersion, phi);
      return known < power || known >= Math.min(1, power + STEP) ? known : power;
    }

    private static double power(double own, double fleet) {
      return down(FleetEvidence.power(own, fleet));
    }

    /** A range is too wide rather than too narrow. */
    private static double up(double number) {
      return Math.ceil(number * UNIT - 1e-6) / UNIT;
    }

    private static double down(double number) {
      return Math.floor(number * UNIT + 1e-6) / UNIT;
    }

    /** All its evidence. */
    Levels product() {
      return earlier.equals(Levels.NONE) ? levels : earlier.plus(levels, 1);
    }

    /** What it counts in the product of all clusters, on top of this. */
    Levels weighed(Levels others) {
      Levels sum = others.plus(carried, 1);
      return power == 0 ? sum : sum.plus(levels, power);
    }

    Interval allSums() {
      return earlierSums.plus(sums);
    }

    Report report() {
      List<Double> weighed = new ArrayList<>(carried.logs());
      List<Double> now = levels.logs();
      for (int i = 0; i < weighed.size(); i++) {
        weighed.set(i, weighed.get(i) + power * now.get(i));
      }
      return new Report(product().logs(), weighed);
    }
  }
}
