package io.fleetcanary.lab.evaluation;

import io.fleetcanary.lab.evaluation.Cell.Fault;
import io.fleetcanary.lab.evaluation.Cell.Shared;
import io.fleetcanary.lab.evaluation.Cell.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios, good canaries first. */
final class Cells {
  private static final double MARGIN = 0.1;

  /** Share of requests slower than 0.5 s: lognormal, median 0.2 s, sigma 0.6. */
  private static final double SLOW = 0.0634;

  /** By how much that share grows when all requests take 10 % longer. */
  private static final double TENTH_SLOWER = 1.352;

  /** The same share at 250 ms, 500 ms and 1 s, the edges of the preset {@code vllm}. */
  private static final List<Double> SLOW_AT = List.of(0.3550, SLOW, 0.003655);

  private static final List<Double> TENTH_SLOWER_AT = List.of(0.4156, 0.0856, 0.005809);

  private static final List<Integer> HALF = List.of(50);

  private Cells() {}

  static List<Cell> all() {
    return Stream.of(
            good(),
            shared(),
            noisy(),
            unknown(),
            late(),
            slow(),
            bad(),
            unknownBad(),
            slower(),
            shipped(),
            fleets())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Cell> good() {
    List<Cell> cells = new ArrayList<>();
    for (double perSecond : List.of(0.5, 5.0, 50.0, 500.0, 5000.0)) {
      cells.add(errors("good", Traffic.of(perSecond), Fault.NONE));
    }
    cells.add(errors("good, 0.1 % bad", Traffic.of(50).rate(0.001), Fault.NONE));
    cells.add(errors("good, 5 % bad", Traffic.of(50).rate(0.05), Fault.NONE));
    cells.add(errors("good, half on the canary", Traffic.of(50).steps(HALF), Fault.NONE));
    return cells;
  }

  /** What both arms go through together. */
  private static List<Cell> shared() {
    return List.of(
        errors("good, both wander", Traffic.of(50).shared(Shared.WANDERING), Fault.NONE),
        errors("good, bursts in both", Traffic.of(50).shared(Shared.BURSTS), Fault.NONE),
        errors(
            "good, traffic and rate swell and ebb", Traffic.of(50).shared(Shared.TIDE), Fault.NONE),
        errors("good, steps 5-50 %, drift", Traffic.of(200).steps(Shared.DRIFT), Fault.NONE));
  }

  /** What each arm has for itself. */
  private static List<Cell> noisy() {
    Traffic steps = Traffic.of(500).steps(Shared.CALM).own(0.1);
    Traffic lasting = Traffic.of(500).own(0.1).memory(0.98);
    return List.of(
        errors("good, steps 5-50 %, own noise 0.1", steps, Fault.NONE),
        errors("good, own noise 0.1", Traffic.of(500).own(0.1), Fault.NONE),
        errors("good, own noise 0.1", Traffic.of(5000).own(0.1), Fault.NONE),
        errors("good, own noise 0.3", Traffic.of(5).own(0.3), Fault.NONE),
        errors("good, own noise 0.3", Traffic.of(50).own(0.3), Fault.NONE),
        errors("good, own noise 0.3", Traffic.of(500).own(0.3), Fault.NONE),
        errors("good, own noise 0.1 that lasts for an hour", lasting, Fault.NONE),
        unseen(50),
        unseen(500),
        unseen(1500),
        unseen(5000),
        unseen(Traffic.of(500).steps(HALF), ", half on the canary"),
        unseen(Traffic.of(500).steps(Shared.CALM), ", steps 5-50 %"));
  }

  /** Stable was calm before: what was learnt of it is wrong. */
  private static Cell unseen(double perSecond) {
    return unseen(Traffic.of(perSecond), "");
  }

  private static Cell unseen(Traffic traffic, String more) {
    String name = "good, own noise 0.1 that begins with the release" + more;
    return errors(name, traffic.unseenNoise(0.1), Fault.NONE);
  }

  /** Stable has one pod, or young ones, so that nothing could be learnt of it. */
  private static List<Cell> unknown() {
    List<Cell> cells = new ArrayList<>();
    cells.add(errors("good, nothing known", Traffic.of(5).unknown(), Fault.NONE));
    for (double own : List.of(0.1, 0.3)) {
      for (double perSecond : List.of(5.0, 50.0, 500.0, 5000.0)) {
        Traffic traffic = Traffic.of(perSecond).own(own).unknown();
        cells.add(errors("good, own noise " + own + ", nothing known", traffic, Fault.NONE));
      }
    }
    Traffic steps = Traffic.of(500).steps(Shared.CALM).own(0.1).unknown();
    cells.add(errors("good, steps 5-50 %, own noise 0.1, nothing known", steps, Fault.NONE));
    return cells;
  }

  /** Gateways that obey a weight long after they have accepted it. */
  private static List<Cell> late() {
    Traffic steps = Traffic.of(50).steps(Shared.CALM);
    List<Integer> many = List.of(1, 2, 3, 5, 8, 10, 15, 20, 25, 50, 75, 90);
    Traffic wild = Traffic.of(500).steps(many).own(0.1);
    return List.of(
        errors("good, steps 5-50 %, obeyed 20 s late", steps.late(20), Fault.NONE),
        errors("good, steps 5-50 %, obeyed 15 s late", steps.late(15), Fault.NONE),
        errors(
            "good, 12 steps 1-90 %, own noise 0.1, obeyed 30 s late", wild.late(30), Fault.NONE));
  }

  private static List<Cell> slow() {
    return List.of(
        slow("good, slow answers, worse: 10%", 1, MARGIN),
        unseenSlow(),
        slow("good, slow answers, worse: 0%", 1, 0));
  }

  private static Cell unseenSlow() {
    Traffic traffic = Traffic.of(50).rate(SLOW).unseenNoise(0.1);
    String name = "good, slow answers, worse: 10%, own noise 0.1 that begins with the release";
    return errors(name, traffic, Fault.NONE);
  }

  private static List<Cell> bad() {
    return List.of(
        errors("x1.25", Traffic.of(500), Fault.of(1.25)),
        errors("x1.25", Traffic.of(5000), Fault.of(1.25)),
        errors("x1.5", Traffic.of(50), Fault.of(1.5)),
        errors("x1.5", Traffic.of(500), Fault.of(1.5)),
        errors("x2", Traffic.of(5), Fault.of(2)),
        errors("x2", Traffic.of(50), Fault.of(2)),
        errors("x2, steps 5-50 %", Traffic.of(50).steps(Shared.CALM), Fault.of(2)),
        errors(
            "x2, steps 5-50 %, obeyed 30 s late",
            Traffic.of(50).steps(Shared.CALM).late(30), Fault.of(2)),
        errors("x2, own noise 0.1", Traffic.of(500).own(0.1), Fault.of(2)),
        errors("x2 from minute 30", Traffic.of(50), new Fault(2, 30, false, 1)),
        errors("x4", Traffic.of(50), Fault.of(4)),
        errors("x10", Traffic.of(5), Fault.of(10)),
        errors("x10 from minute 30", Traffic.of(5), new Fault(10, 30, false, 1)),
        errors("x2, half on the canary", Traffic.of(50).steps(HALF), Fault.of(2)),
        errors("leak to x4", Traffic.of(50), new Fault(4, 0, true, 1)));
  }

  private static List<Cell> unknownBad() {
    return List.of(
        errors("x2, nothing known", Traffic.of(50).unknown(), Fault.of(2)),
        errors("x2, nothing known", Traffic.of(500).unknown(), Fault.of(2)),
        errors("x4, nothing known", Traffic.of(50).unknown(), Fault.of(4)),
        errors("x4, nothing known", Traffic.of(5000).unknown(), Fault.of(4)),
        errors("x10, nothing known", Traffic.of(5).unknown(), Fault.of(10)));
  }

  private static List<Cell> slower() {
    return List.of(
        slow("5 % slower, worse: 0%", 1.170, 0),
        slow("10 % slower, worse: 10%", TENTH_SLOWER, MARGIN),
        slow("10 % slower, worse: 0%", TENTH_SLOWER, 0),
        slow("20 % slower, worse: 10%", 1.746, MARGIN),
        slow("50 % slower, worse: 10%", 3.114, MARGIN),
        slow("one in 50 five times as slow, worse: 10%", 1.257, MARGIN),
        slow("one in 50 five times as slow, worse: 0%", 1.257, 0));
  }

  /** What a spec gets that names no steps, or no metrics but {@code use: [vllm]}. */
  private static List<Cell> shipped() {
    Traffic calm = Traffic.of(50);
    return List.of(
        errors("good, default steps", calm, Fault.NONE).byDefault(),
        preset("good, preset vllm", calm, SLOW_AT),
        preset("good, preset vllm, own noise 0.1", calm.own(0.1), SLOW_AT),
        preset("good, preset vllm, default steps", calm, SLOW_AT).byDefault(),
        errors("x2, default steps", calm, Fault.of(2)).byDefault(),
        preset("10 % slower, preset vllm", calm, TENTH_SLOWER_AT),
        preset("10 % slower, preset vllm, default steps", calm, TENTH_SLOWER_AT).byDefault());
  }

  private static List<Cell> fleets() {
    return List.of(
        fleet(5, "good", Traffic.of(5), Fault.NONE),
        fleet(
            5,
            "good, own noise 0.1 that begins with the release",
            Traffic.of(500).unseenNoise(0.1),
            Fault.NONE),
        fleet(
            5, "good, own noise 0.3, nothing known", Traffic.of(50).own(0.3).unknown(), Fault.NONE),
        fleet(5, "x2 everywhere", Traffic.of(5), Fault.of(2)),
        fleet(5, "x4 in one", Traffic.of(5), new Fault(4, 0, false, 0.2)),
        fleet(20, "good", Traffic.of(5), Fault.NONE),
        fleet(20, "good, canaries shaken 0.3", Traffic.of(5).canaries(0.3), Fault.NONE),
        fleet(20, "good, canaries shaken 0.3", Traffic.of(50).canaries(0.3), Fault.NONE),
        fleet(20, "x2 everywhere", Traffic.of(5), Fault.of(2)),
        fleet(20, "x1.5 everywhere", Traffic.of(5), Fault.of(1.5)),
        fleet(20, "x4 in one of five", Traffic.of(5), new Fault(4, 0, false, 0.2)));
  }

  private static Cell errors(String what, Traffic traffic, Fault fault) {
    return new Cell(named(what, traffic), traffic, fault, 1, MARGIN);
  }

  private static Cell slow(String what, double ratio, double margin) {
    Traffic traffic = Traffic.of(50).rate(SLOW);
    return new Cell(named(what, traffic), traffic, Fault.of(ratio), 1, margin);
  }

  /** Times to a first token, of the canary as given; all else that the preset looks at is good. */
  private static Cell preset(String what, Traffic calm, List<Double> canary) {
    List<String> names = List.of("-250ms", "-500ms", "");
    List<Cell.Edge> edges = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      double stable = i == 0 ? 1 : SLOW_AT.get(i) / SLOW_AT.get(i - 1);
      double other = i == 0 ? 1 : canary.get(i) / canary.get(i - 1);
      edges.add(new Cell.Edge("vllm-slow-first-token" + names.get(i), stable, other));
    }
    Traffic traffic = calm.rate(SLOW_AT.getFirst());
    Fault fault = Fault.of(canary.getFirst() / SLOW_AT.getFirst());
    return new Cell(named(what, traffic), traffic, fault, 1, MARGIN, edges, Cell.HORIZON);
  }

  private static Cell fleet(int clusters, String what, Traffic traffic, Fault fault) {
    String name = clusters + " clusters, " + named(what, traffic);
    return new Cell(name, traffic, fault, clusters, MARGIN);
  }

  private static String named(String what, Traffic traffic) {
    String rps = traffic.perSecond() < 1 ? "0.5" : String.valueOf(Math.round(traffic.perSecond()));
    return what + ", " + rps + "/s";
  }
}
