package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.lab.evaluation.Cell.Traffic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One release, played.
 *
 * @param before blocks of ten minutes with nothing on trial, for each cluster
 * @param minutes for each cluster
 */
record Run(List<List<Interval>> before, List<List<Interval>> minutes) {
  private static final int BLOCKS = 12;
  private static final int BLOCK = 10;
  private static final double BURST = 10;

  static Run of(Cell cell, long seed) {
    Draw draw = new Draw(seed);
    List<Arms> arms = new ArrayList<>();
    for (int k = 0; k < cell.clusters(); k++) {
      arms.add(new Arms(cell, draw));
    }
    Draw.Wander canaries = draw.wander(cell.traffic().canaries());
    List<List<Interval>> past = lists(cell.clusters());
    for (int minute = 0; minute < BLOCKS * BLOCK; minute++) {
      double shake = canaries.next();
      for (int k = 0; k < arms.size(); k++) {
        past.get(k).add(arms.get(k).minute(0, shake, 1));
      }
    }
    List<List<Interval>> minutes = lists(cell.clusters());
    long bad = Math.max(1, Math.round(cell.fault().share() * cell.clusters()));
    for (int minute = 0; minute < Cell.HORIZON; minute++) {
      double shake = canaries.next();
      for (int k = 0; k < arms.size(); k++) {
        double ratio = k < bad ? cell.fault().at(minute) : 1;
        minutes.get(k).add(arms.get(k).minute(minute, shake, ratio));
      }
    }
    return new Run(past.stream().map(Run::blocks).toList(), minutes);
  }

  /** The first cluster's minutes, where there is but one. */
  List<Interval> only() {
    return minutes.getFirst();
  }

  /** Bad requests that the canaries answered before the minute was over. */
  long badBefore(int end) {
    return minutes.stream()
        .flatMap(cluster -> cluster.subList(0, Math.min(end, cluster.size())).stream())
        .mapToLong(interval -> interval.canary().bad())
        .sum();
  }

  static List<Interval> summed(List<List<Interval>> clusters) {
    List<Interval> sums = new ArrayList<>(clusters.getFirst());
    for (List<Interval> cluster : clusters.subList(1, clusters.size())) {
      for (int i = 0; i < sums.size(); i++) {
        sums.set(i, sums.get(i).plus(cluster.get(i)));
      }
    }
    return Collections.unmodifiableList(sums);
  }

  private static List<List<Interval>> lists(int count) {
    List<List<Interval>> lists = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      lists.add(new ArrayList<>());
    }
    return lists;
  }

  private static List<Interval> blocks(List<Interval> minutes) {
    List<Interval> blocks = new ArrayList<>();
    for (int i = 0; i < minutes.size(); i += BLOCK) {
      blocks.add(minutes.subList(i, i + BLOCK).stream().reduce(Interval::plus).orElseThrow());
    }
    return blocks;
  }

  /** One cluster's arms. */
  private static final class Arms {
    private final Traffic traffic;
    private final Draw draw;
    private final Draw.Wander shared;
    private final Draw.Wander canary;
    private final Draw.Wander stable;

    Arms(Cell cell, Draw draw) {
      this.traffic = cell.traffic();
      this.draw = draw;
      this.shared = draw.wander(traffic.shared() == Cell.Shared.WANDERING ? 0.5 : 0);
      this.canary = draw.wander(traffic.own());
      this.stable = draw.wander(traffic.own());
    }

    Interval minute(int minute, double shake, double ratio) {
      List<Integer> weights = traffic.weights();
      double weight = weights.get(minute * weights.size() / Cell.HORIZON) / 100.0;
      double rate = traffic.rate() * common(minute);
      double perMinute = traffic.perSecond() * 60;
      return new Interval(
          counts(perMinute * weight, rate * canary.next() * shake * ratio),
          counts(perMinute * (1 - weight), rate * stable.next()));
    }

    private double common(int minute) {
      return switch (traffic.shared()) {
        case CALM -> 1;
        case WANDERING -> shared.next();
        case BURSTS -> draw.uniform() < 0.1 ? BURST : 1;
        case DRIFT -> 1 + (double) minute / Cell.HORIZON;
      };
    }

    /** Good and bad requests of a Poisson stream are two Poisson streams. */
    private Counts counts(double requests, double rate) {
      double share = Math.min(1, rate);
      long bad = draw.poisson(requests * share);
      return new Counts(bad + draw.poisson(requests * (1 - share)), bad);
    }
  }
}
