package io.fleetcanary.lab.bench;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.bench.measure.Cost;
import io.fleetcanary.lab.bench.measure.Report;
import io.fleetcanary.lab.bench.stand.Place;
import io.fleetcanary.lab.bench.stand.Stand;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Good releases without bakes: what they cost. One with few and one with many steps, so that what a
 * step costs can be told from what a cluster costs.
 */
record Throughput(
    Stand stand, WorkflowClient client, Meter meter, FloorProcess floor, Report report) {
  private static final String[] ORCHESTRATOR = {Meter.WORKER, Meter.TEMPORAL};
  private static final String[] ALL = {Meter.WORKER, Meter.TEMPORAL, Meter.API, Meter.CONTROLLERS};

  /** Makes the worker, the server and the floor compile what they run. */
  void warm(List<String> clusters, int rounds) {
    for (int round = 0; round < rounds; round++) {
      promote(ReleaseSpec.withoutBakes(clusters, Steps.LONG.many()));
      floor.release(places(clusters), Steps.LONG.many());
    }
  }

  /** Measures releases to these clusters at once; reports the middle ones. */
  void measure(String group, List<String> clusters, Steps steps) {
    report.group(group);
    Run few = middle(clusters, steps.few, steps.rounds);
    Run many = middle(clusters, steps.many, steps.rounds);
    Cost floorMany = middleFloor(clusters, steps.many, steps.rounds);
    Cost floorFew = middleFloor(clusters, steps.few, steps.rounds);
    int n = clusters.size();
    report.add("seconds, " + steps.many + " steps and promotion", many.cost.seconds(), "s");
    report.add("the same by the floor", floorMany.seconds(), "s");
    report.add("ratio to the floor", many.cost.seconds() / floorMany.seconds(), "x");
    double extra = (double) n * (steps.many - steps.few);
    double stepSeconds = (many.cost.seconds() - few.cost.seconds()) / (steps.many - steps.few);
    report.add("seconds a step adds", stepSeconds, "s", n == 1 ? "<= 0.1" : "");
    perStep(few.cost, many.cost, extra);
    report.add(
        "history events a step adds to the fleet", (many.events - few.events) / extra, "events");
    double events = (many.clusterEvents - few.clusterEvents) / extra;
    report.add("history events a step adds to its cluster", events, "events", "<= 20");
    floorPerStep(floorFew, floorMany, many.cost, extra);
    whole(many, n, n * (steps.many + 1.0));
  }

  /** How long the next cluster waits when each is a wave of its own. */
  void batches(List<String> clusters) {
    report.group("batches: one cluster a wave");
    Release release = promote(ReleaseSpec.withoutBakes(clusters, 1).oneByOne());
    List<Double> gaps = release.gaps().stream().map(Throughput::seconds).toList();
    report.spread("a cluster done -> the next one's first event", gaps, "s", "<= 0.5");
  }

  private void perStep(Cost few, Cost many, double extra) {
    for (String role : ALL) {
      double used = many.processor(role) - few.processor(role);
      report.add("core-s a cluster-step adds: " + role, used / extra, "core-s");
    }
    double orchestrator = many.processor(ORCHESTRATOR) - few.processor(ORCHESTRATOR);
    report.add(
        "core-s a cluster-step adds: orchestrator", orchestrator / extra, "core-s", "<= 0.05");
    double writes = many.calls().writes() - few.calls().writes();
    double reads = many.calls().reads() - few.calls().reads();
    report.add("writes a cluster-step adds", writes / extra, "calls", "<= 2");
    report.add("reads a cluster-step adds", reads / extra, "calls", "<= 4");
    many.calls()
        .minus(few.calls())
        .forEach((name, count) -> report.add("  " + name, count / extra, "calls"));
  }

  private void floorPerStep(Cost few, Cost many, Cost product, double extra) {
    double own = many.processor(Meter.FLOOR) - few.processor(Meter.FLOOR);
    double writes = many.calls().writes() - few.calls().writes();
    report.add("floor: core-s a cluster-step adds", own / extra, "core-s");
    report.add("floor: writes a cluster-step adds", writes / extra, "calls");
    double orchestrator = product.processor(ORCHESTRATOR);
    report.add(
        "core-s in all, ratio to the floor", orchestrator / many.processor(Meter.FLOOR), "x");
    report.add(
        "core-s of the api servers, ratio to the floor",
        product.processor(Meter.API) / many.processor(Meter.API),
        "x");
    double calls = product.calls().writes();
    report.add("writes in all, ratio to the floor", calls / many.calls().writes(), "x");
  }

  /** Everything a cluster costs, survey, claim, promotion and keeping included. */
  private void whole(Run run, int clusters, double steps) {
    for (String role : ALL) {
      report.add(
          "core-s per cluster-step, all in: " + role, run.cost.processor(role) / steps, "core-s");
    }
    double orchestrator = run.cost.processor(ORCHESTRATOR) / steps;
    report.add("core-s per cluster-step, all in: orchestrator", orchestrator, "core-s", "<= 0.05");
    report.add(
        "writes per cluster, all in", (double) run.cost.calls().writes() / clusters, "calls");
    report.add("reads per cluster, all in", (double) run.cost.calls().reads() / clusters, "calls");
    report.add(
        "history events of the fleet, per cluster", run.events / clusters, "events", "<= 12");
    report.add(
        "history events of a cluster, per step and promotion",
        run.clusterEvents / steps,
        "events",
        "<= 20");
  }

  private Run middle(List<String> clusters, int steps, int rounds) {
    List<Run> runs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Release> release = new ArrayList<>();
      ReleaseSpec spec = ReleaseSpec.withoutBakes(clusters, steps);
      Cost cost = meter.of(() -> release.add(promote(spec)));
      Release done = release.getFirst();
      runs.add(new Run(cost, done.events(), done.clusterEvents()));
    }
    runs.sort(Comparator.comparingDouble(run -> run.cost.processor(ORCHESTRATOR)));
    return runs.get(runs.size() / 2);
  }

  private Cost middleFloor(List<String> clusters, int steps, int rounds) {
    List<Cost> runs = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      runs.add(meter.of(() -> floor.release(places(clusters), steps)));
    }
    runs.sort(Comparator.comparingDouble(cost -> cost.processor(Meter.FLOOR)));
    return runs.get(runs.size() / 2);
  }

  private Release promote(ReleaseSpec spec) {
    Release release = Release.start(client, spec);
    FleetOutcome outcome = release.await();
    if (outcome.ending() != FleetPhase.PROMOTED) {
      throw new IllegalStateException(
          "a good release must be promoted, got " + outcome.ending() + ": " + outcome.reason());
    }
    return release;
  }

  private List<Place> places(List<String> clusters) {
    return clusters.stream().map(name -> stand.place(name, Stand.NAMESPACE)).toList();
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  /** One release. */
  private record Run(Cost cost, double events, double clusterEvents) {}

  /**
   * How many steps the two releases have whose difference is measured.
   *
   * @param rounds of which the middle one counts
   */
  record Steps(int few, int many, int rounds) {
    static final Steps LONG = new Steps(2, 10, 1);
    static final Steps SHORT = new Steps(1, 4, 1);

    Steps times(int more) {
      return new Steps(few, many, more);
    }
  }
}
