package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.evidence.Counts;
import java.util.List;

/**
 * One scenario.
 *
 * @param name what it is, unique
 * @param traffic how requests and bad ones come
 * @param fault what is wrong with the canary
 * @param clusters of the rollout
 * @param waves in which they come, as many in each, all of a wave at once
 * @param margin of the comparison, e.g. 0.1
 * @param edges what the preset {@code vllm} counts, the traffic's rate of bad requests being that
 *     of the first of them; empty where one counter of bad requests is judged
 * @param minutes that each cluster is watched
 * @param byDefault whether its steps are those of a plan whose spec names none
 */
record Cell(
    String name,
    Traffic traffic,
    Fault fault,
    int clusters,
    int waves,
    double margin,
    List<Edge> edges,
    int minutes,
    boolean byDefault) {
  /** Minutes that are watched unless the scenario says something else. */
  static final int HORIZON = 60;

  Cell {
    edges = List.copyOf(edges);
    if (clusters % waves != 0) {
      throw new IllegalArgumentException(
          "waves must be of one size, got " + clusters + " clusters in " + waves);
    }
  }

  /** One counter of bad requests, watched for an hour in all clusters at once. */
  Cell(String name, Traffic traffic, Fault fault, int clusters, double margin) {
    this(name, traffic, fault, clusters, 1, margin, List.of(), HORIZON, false);
  }

  /**
   * The same with the steps of a plan whose spec names none: 5 and 25 % for 10 min, 50 % for 20.
   */
  Cell withDefaultSteps() {
    Traffic steps = traffic.steps(List.of(5, 25, 50, 50));
    return new Cell(name, steps, fault, clusters, waves, margin, edges, 40, true);
  }

  Cell inWaves(int many) {
    return new Cell(name, traffic, fault, clusters, many, margin, edges, minutes, byDefault);
  }

  Cell forHours(int hours) {
    return new Cell(
        name, traffic, fault, clusters, waves, margin, edges, hours * HORIZON, byDefault);
  }

  Cell having(List<Edge> others) {
    return new Cell(name, traffic, fault, clusters, waves, margin, others, minutes, byDefault);
  }

  /** Counts from 0. */
  int wave(int cluster) {
    return cluster / (clusters / waves);
  }

  /** Seconds after which a cluster's wave begins, where none of the waves before ends early. */
  int begin(int cluster) {
    return wave(cluster) * minutes * 60;
  }

  /** Whether an abort is a false one. */
  boolean good() {
    return fault.ratio == 1;
  }

  /**
   * How requests come.
   *
   * @param perSecond requests per second of one cluster's service
   * @param rate of bad requests without a fault, a fraction
   * @param weights percent on the canary, each for as long as the others
   * @param shared what both arms go through together
   * @param own coefficient of variation of noise that each arm has for itself
   * @param unseen whether that noise begins with the release, so that stable looks calm before
   * @param young whether nothing is known of the time before: one pod, or young ones
   * @param canaries the same, common to the canary arms of all clusters
   * @param late seconds after which the gateway obeys a weight that it has accepted, at most 30
   * @param memory of all that wanders: how much of it is left after a minute, a fraction
   */
  record Traffic(
      double perSecond,
      double rate,
      List<Integer> weights,
      Shared shared,
      double own,
      boolean unseen,
      boolean young,
      double canaries,
      int late,
      double memory) {
    private static final double MEMORY = 0.8;

    Traffic {
      weights = List.copyOf(weights);
    }

    static Traffic of(double perSecond) {
      return new Traffic(perSecond, 0.005, List.of(10), Shared.CALM, 0, false, false, 0, 0, MEMORY);
    }

    Traffic rate(double other) {
      return new Traffic(
          perSecond, other, weights, shared, own, unseen, young, canaries, late, memory);
    }

    Traffic steps(Shared other) {
      return shared(other).steps(List.of(5, 10, 25, 50));
    }

    Traffic steps(List<Integer> others) {
      return new Traffic(
          perSecond, rate, others, shared, own, unseen, young, canaries, late, memory);
    }

    Traffic shared(Shared other) {
      return new Traffic(
          perSecond, rate, weights, other, own, unseen, young, canaries, late, memory);
    }

    Traffic own(double other) {
      return new Traffic(
          perSecond, rate, weights, shared, other, unseen, young, canaries, late, memory);
    }

    Traffic unseenNoise(double other) {
      return new Traffic(
          perSecond, rate, weights, shared, other, true, young, canaries, late, memory);
    }

    Traffic unknown() {
      return new Traffic(
          perSecond, rate, weights, shared, own, unseen, true, canaries, late, memory);
    }

    Traffic memory(double other) {
      return new Traffic(
          perSecond, rate, weights, shared, own, unseen, young, canaries, late, other);
    }

    Traffic canaries(double other) {
      return new Traffic(perSecond, rate, weights, shared, own, unseen, young, other, late, memory);
    }

    Traffic late(int other) {
      return new Traffic(
          perSecond, rate, weights, shared, own, unseen, young, canaries, other, memory);
    }
  }

  /**
   * What one metric counts as bad, such as what is beyond an edge of a histogram.
   *
   * @param metric the preset's
   * @param stable how many of stable's requests that are bad to the metric before are bad to this
   *     one too, a fraction
   * @param canary the same of the canary's
   * @param ofAll whether it is a fraction of all requests instead
   */
  record Edge(String metric, double stable, double canary, boolean ofAll) {
    /** What it is a fraction of. */
    Counts of(Counts before) {
      return ofAll ? new Counts(before.requests(), before.requests()) : before;
    }
  }

  /** What both arms go through together. */
  enum Shared {
    CALM,
    /** Rates of both wander by half, with a memory of minutes. */
    WANDERING,
    /** A minute in ten has ten times as many bad requests. */
    BURSTS,
    /** Requests go from a fifth to nine fifths of the mean and back, and the rate with them. */
    TIDE,
    /** The rate of both doubles over the hour. */
    DRIFT
  }

  /**
   * What is wrong with the canary.
   *
   * @param ratio how many times stable's rate; 1 is good
   * @param from minute in which it begins
   * @param leak whether it grows from 1 to the ratio until the end
   * @param share of the clusters that have it, above 0 to 1; at least one
   */
  record Fault(double ratio, int from, boolean leak, double share) {
    static final Fault NONE = new Fault(1, 0, false, 1);

    static Fault of(double ratio) {
      return new Fault(ratio, 0, false, 1);
    }

    double at(int minute) {
      if (minute < from) {
        return 1;
      }
      return leak ? 1 + (ratio - 1) * (minute + 1) / HORIZON : ratio;
    }
  }
}
