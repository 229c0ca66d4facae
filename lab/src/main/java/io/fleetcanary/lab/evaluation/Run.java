package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.lab.evaluation.Cell.Traffic;
import java.util.ArrayList;
import java.util.List;

/**
 * One release, played.
 *
 * @param before blocks of ten minutes with nothing on trial, for each cluster and each weight, so
 *     that as much of stable stands for the canary as will be one; none where nothing is known
 * @param looks what the product sees from one look to the next, for each cluster
 * @param edges the same release as each further metric sees it
 */
record Run(List<List<List<Interval>>> before, List<List<Interval>> looks, List<Run> edges) {
  /** By default. */
  static final int LOOK_SECONDS = (int) AnalysisTemplate.EVERY.toSeconds();

  /** The product asks for that many, or one more. */
  private static final int BLOCKS = 25;

  private static final int BLOCK = 10;
  private static final int PER_MINUTE = 60 / LOOK_SECONDS;
  private static final double BURST = 10;

  static Run of(Cell cell, long seed) {
    Draw draw = new Draw(seed);
    List<Arms> arms = new ArrayList<>();
    for (int k = 0; k < cell.clusters(); k++) {
      arms.add(new Arms(cell, draw));
    }
    Draw.Wander canaries = draw.wander(cell.traffic().canaries(), cell.traffic().memory());
    List<List<List<Interval>>> before = past(cell, arms, canaries);
    arms.forEach(Arms::release);
    List<List<Interval>> looks = lists(cell.clusters());
    long bad = Math.max(1, Math.round(cell.fault().share() * cell.clusters()));
    for (int minute = 0; minute < cell.minutes(); minute++) {
      double shake = canaries.next();
      for (int k = 0; k < arms.size(); k++) {
        double ratio = k < bad ? cell.fault().at(minute) : 1;
        looks.get(k).addAll(arms.get(k).minute(minute, shake, ratio));
      }
    }
    return new Run(before, looks, List.of()).at(cell.edges(), new Draw(~seed));
  }

  private Run at(List<Cell.Edge> all, Draw draw) {
    List<Run> behind = new ArrayList<>();
    Run last = this;
    for (Cell.Edge edge : all.stream().skip(1).toList()) {
      last = last.beyond(edge, draw);
      behind.add(last);
    }
    return new Run(before, looks, behind);
  }

  /** The requests that are bad in another sense: some of those before, or of all. */
  private Run beyond(Cell.Edge edge, Draw draw) {
    return new Run(
        before.stream()
            .map(it -> it.stream().map(blocks -> beyond(blocks, edge, false, draw)).toList())
            .toList(),
        looks.stream().map(some -> beyond(some, edge, true, draw)).toList(),
        List.of());
  }

  private static List<Interval> beyond(
      List<Interval> some, Cell.Edge edge, boolean released, Draw draw) {
    double canary = released ? edge.canary() : edge.stable();
    return some.stream()
        .map(
            it ->
                new Interval(
                    draw.part(edge.of(it.canary()), canary),
                    draw.part(edge.of(it.stable()), edge.stable())))
        .toList();
  }

  private static List<List<List<Interval>>> past(Cell cell, List<Arms> arms, Draw.Wander canaries) {
    List<List<List<Interval>>> past = lists(cell.clusters());
    int weights = cell.traffic().weights().size();
    for (int step = 0; step < weights; step++) {
      List<List<Interval>> minutes = lists(cell.clusters());
      for (int minute = 0; minute < BLOCKS * BLOCK; minute++) {
        double shake = canaries.next();
        for (int k = 0; k < arms.size(); k++) {
          minutes.get(k).addAll(arms.get(k).minute(step * cell.minutes() / weights, shake, 1));
        }
      }
      for (int k = 0; k < arms.size(); k++) {
        List<Interval> blocks = summed(minutes.get(k), BLOCK * PER_MINUTE);
        past.get(k).add(cell.traffic().young() ? List.of() : blocks);
      }
    }
    return past;
  }

  /** Minute by minute of its bakes. */
  List<Interval> minutes(int cluster) {
    return summed(looks.get(cluster), PER_MINUTE);
  }

  /** Bad requests that the canaries answered until then, in bakes. */
  long badBefore(Cell cell, int seconds) {
    long bad = 0;
    for (int cluster = 0; cluster < looks.size(); cluster++) {
      List<Interval> all = looks.get(cluster);
      int end = Math.clamp((seconds - cell.begin(cluster)) / LOOK_SECONDS, 0, all.size());
      bad += all.subList(0, end).stream().mapToLong(interval -> interval.canary().bad()).sum();
    }
    return bad;
  }

  private static <T> List<List<T>> lists(int count) {
    List<List<T>> lists = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  private static List<Interval> summed(List<Interval> intervals, int each) {
    List<Interval> sums = new ArrayList<>();
    for (int i = 0; i < intervals.size(); i += each) {
      sums.add(intervals.subList(i, i + each).stream().reduce(Interval::plus).orElseThrow());
    }
    return sums;
  }

  /** One cluster's arms. */
  private static final class Arms {
    private final Traffic traffic;
    private final int seconds;
    private final Draw draw;
    private final Draw.Wander shared;
    private final Draw.Wander canary;
    private final Draw.Wander stable;
    private boolean released;

    Arms(Cell cell, Draw draw) {
      this.traffic = cell.traffic();
      this.seconds = cell.minutes() * 60;
      this.draw = draw;
      double common = traffic.shared() == Cell.Shared.WANDERING ? 0.5 : 0;
      this.shared = draw.wander(common, traffic.memory());
      this.canary = draw.wander(traffic.own(), traffic.memory());
      this.stable = draw.wander(traffic.own(), traffic.memory());
    }

    void release() {
      released = true;
    }

    /** As many intervals as there are looks in it; noise lasts for a minute. */
    List<Interval> minute(int minute, double shake, double ratio) {
      boolean noisy = released || !traffic.unseen();
      double rate = traffic.rate() * common(minute);
      double bad = rate * (noisy ? canary.next() : 1) * shake * ratio;
      double stableBad = rate * (noisy ? stable.next() : 1);
      double tide = traffic.shared() == Cell.Shared.TIDE ? tide(minute) : 1;
      double requests = traffic.perSecond() * LOOK_SECONDS * tide;
      List<Interval> looks = new ArrayList<>();
      for (int look = 0; look < PER_MINUTE; look++) {
        double weight = weight(minute * 60 + look * LOOK_SECONDS);
        looks.add(
            new Interval(
                counts(requests * weight, bad), counts(requests * (1 - weight), stableBad)));
      }
      return looks;
    }

    /** The canary's share of the requests in the look that begins in this second. */
    private double weight(int second) {
      List<Integer> weights = traffic.weights();
      int step = second * weights.size() / seconds;
      int since = second - step * seconds / weights.size();
      int late = Math.clamp(traffic.late() - since, 0, LOOK_SECONDS);
      double now = weights.get(step) / 100.0;
      if (late == 0 || !released) {
        return now;
      }
      double before = step == 0 ? 0 : weights.get(step - 1) / 100.0;
      return (before * late + now * (LOOK_SECONDS - late)) / LOOK_SECONDS;
    }

    private double common(int minute) {
      return switch (traffic.shared()) {
        case CALM -> 1;
        case WANDERING -> shared.next();
        case BURSTS -> draw.uniform() < 0.1 ? BURST : 1;
        case TIDE -> tide(minute);
        case DRIFT -> 1 + (double) minute / Cell.HORIZON;
      };
    }

    private static double tide(int minute) {
      return 1 + 0.8 * Math.sin(2 * Math.PI * minute / Cell.HORIZON);
    }

    /** Good and bad requests of a Poisson stream are two Poisson streams. */
    private Counts counts(double requests, double rate) {
      double share = Math.min(1, rate);
      long bad = draw.poisson(requests * share);
      return new Counts(bad + draw.poisson(requests * (1 - share)), bad);
    }
  }
}
