package io.fleetcanary.lab.evaluation;

import io.fleetcanary.lab.evaluation.Cell.Fault;
import io.fleetcanary.lab.evaluation.Cell.Shared;
import io.fleetcanary.lab.evaluation.Cell.Traffic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The scenarios, good canaries first. */
final class Cells {
  static final double MARGIN = 0.1;

  /** Share of requests slower than 0.5 s: lognormal, median 0.2 s, sigma 0.6. */
  static final double SLOW = 0.0634;

  /** By how much that share grows when all requests take 10 % longer. */
  private static final double TENTH_SLOWER = 1.352;

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
            PresetCells.all(),
            longer(),
            FleetCells.all())
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
        lasting(5, 0.98),
        lasting(50, 0.98),
        lasting(500, 0.98),
        lasting(5, 1),
        lasting(50, 1),
        unseen(50),
        unseen(500),
        unseen(1500),
        unseen(5000),
        unseen(Traffic.of(500).steps(HALF), ", half on the canary"),
        unseen(Traffic.of(500).steps(Shared.CALM), ", steps 5-50 %"));
  }

  /** Where it never changes, nothing tells it from a canary that is a little worse, or better. */
  private static Cell lasting(double perSecond, double memory) {
    String name =
        "good, own noise 0.3 that " + (memory < 1 ? "lasts for an hour" : "never changes");
    return errors(name, Traffic.of(perSecond).own(0.3).memory(memory), Fault.NONE);
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

  /** How long a bake must be: every traffic beside every regression, for eight hours. */
  private static List<Cell> longer() {
    List<Cell> cells = new ArrayList<>();
    cells.add(longer("good", 50, Fault.NONE));
    for (double perSecond : List.of(0.5, 5.0, 50.0, 500.0, 5000.0)) {
      for (String ratio : List.of("1.25", "1.5", "2", "4", "10")) {
        cells.add(longer("x" + ratio, perSecond, Fault.of(Double.parseDouble(ratio))));
      }
    }
    return cells;
  }

  private static Cell longer(String what, double perSecond, Fault fault) {
    return errors(what + ", watched for 8 hours", Traffic.of(perSecond), fault).forHours(8);
  }

  static Cell errors(String what, Traffic traffic, Fault fault) {
    return new Cell(named(what, traffic), traffic, fault, 1, MARGIN);
  }

  private static Cell slow(String what, double ratio, double margin) {
    Traffic traffic = Traffic.of(50).rate(SLOW);
    return new Cell(named(what, traffic), traffic, Fault.of(ratio), 1, margin);
  }

  static String named(String what, Traffic traffic) {
    String rps = traffic.perSecond() < 1 ? "0.5" : String.valueOf(Math.round(traffic.perSecond()));
    return what + ", " + rps + "/s";
  }
}
