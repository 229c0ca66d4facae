package io.fleetcanary.lab.evaluation;

import io.fleetcanary.lab.evaluation.Cell.Fault;
import io.fleetcanary.lab.evaluation.Cell.Traffic;
import java.util.List;
import java.util.stream.Stream;

/** Several clusters. */
final class FleetCells {
  private static final Fault IN_ONE_OF_FIVE = new Fault(4, 0, false, 0.2);

  private FleetCells() {}

  static List<Cell> all() {
    return Stream.of(five(), twenty(), waves(), hundred()).flatMap(List::stream).toList();
  }

  private static List<Cell> five() {
    Traffic unseen = Traffic.of(500).unseenNoise(0.1);
    Traffic unknown = Traffic.of(50).own(0.3).unknown();
    return List.of(
        fleet(5, "good", Traffic.of(5), Fault.NONE),
        fleet(5, "good, own noise 0.1 that begins with the release", unseen, Fault.NONE),
        fleet(5, "good, own noise 0.3, nothing known", unknown, Fault.NONE),
        fleet(5, "x2 everywhere", Traffic.of(5), Fault.of(2)),
        fleet(5, "x4 in one", Traffic.of(5), IN_ONE_OF_FIVE));
  }

  private static List<Cell> twenty() {
    return List.of(
        fleet(20, "good", Traffic.of(5), Fault.NONE),
        fleet(20, "good, canaries shaken 0.3", Traffic.of(5).canaries(0.3), Fault.NONE),
        fleet(20, "good, canaries shaken 0.3", Traffic.of(50).canaries(0.3), Fault.NONE),
        fleet(20, "x2 everywhere", Traffic.of(5), Fault.of(2)),
        fleet(20, "x1.5 everywhere", Traffic.of(5), Fault.of(1.5)),
        fleet(20, "x4 in one of five", Traffic.of(5), IN_ONE_OF_FIVE));
  }

  /** What the first waves have seen counts in later ones. */
  private static List<Cell> waves() {
    String four = " in 4 waves";
    return List.of(
        fleet(20, "good" + four, Traffic.of(5), Fault.NONE).inWaves(4),
        fleet(20, "x2 everywhere" + four, Traffic.of(5), Fault.of(2)).inWaves(4),
        fleet(20, "x1.5 everywhere" + four, Traffic.of(5), Fault.of(1.5)).inWaves(4));
  }

  private static List<Cell> hundred() {
    return List.of(
        fleet(100, "good", Traffic.of(5), Fault.NONE),
        fleet(100, "x2 everywhere", Traffic.of(5), Fault.of(2)));
  }

  private static Cell fleet(int clusters, String what, Traffic traffic, Fault fault) {
    String name = clusters + " clusters, " + Cells.named(what, traffic);
    return new Cell(name, traffic, fault, clusters, Cells.MARGIN);
  }
}
