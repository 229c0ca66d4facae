package io.fleetcanary.lab.evaluation;

import io.fleetcanary.lab.evaluation.Cell.Edge;
import io.fleetcanary.lab.evaluation.Cell.Fault;
import io.fleetcanary.lab.evaluation.Cell.Traffic;
import java.util.ArrayList;
import java.util.List;

/** What a spec gets that names no steps, or no metrics but {@code use: [vllm]}. */
final class PresetCells {
  /** Share of requests whose first token takes longer than 250 ms, 500 ms and 1 s. */
  private static final List<Double> SLOW_AT = List.of(0.3550, Cells.SLOW, 0.003655);

  /** The same where all take 10 % longer. */
  private static final List<Double> TENTH_SLOWER_AT = List.of(0.4156, 0.0856, 0.005809);

  private PresetCells() {}

  static List<Cell> all() {
    Traffic calm = Traffic.of(50);
    return List.of(
        Cells.errors("good, default steps", calm, Fault.NONE).withDefaultSteps(),
        slower("good, preset vllm", calm, SLOW_AT),
        slower("good, preset vllm, own noise 0.1", calm.own(0.1), SLOW_AT),
        slower("good, preset vllm, default steps", calm, SLOW_AT).withDefaultSteps(),
        whole("good", Traffic.of(5), Fault.NONE),
        whole("good", calm, Fault.NONE),
        whole("good", Traffic.of(5), Fault.NONE, ", default steps").withDefaultSteps(),
        whole("good", calm, Fault.NONE, ", default steps").withDefaultSteps(),
        Cells.errors("x2, default steps", calm, Fault.of(2)).withDefaultSteps(),
        slower("10 % slower, preset vllm", calm, TENTH_SLOWER_AT),
        slower("10 % slower, preset vllm, default steps", calm, TENTH_SLOWER_AT).withDefaultSteps(),
        whole("x2", Traffic.of(5), Fault.of(2)),
        whole("x2", calm, Fault.of(2)),
        whole("x2", Traffic.of(5), Fault.of(2), ", default steps").withDefaultSteps(),
        whole("x2", calm, Fault.of(2), ", default steps").withDefaultSteps(),
        whole("x10", Traffic.of(5), Fault.of(10)));
  }

  /** Times to a first token, of the canary as given; nothing else that the preset counts is bad. */
  private static Cell slower(String what, Traffic calm, List<Double> canary) {
    List<Edge> edges = new ArrayList<>(List.of(new Edge(firstToken("-250ms"), 1, 1, false)));
    edges.addAll(beyond(canary));
    Fault fault = Fault.of(canary.getFirst() / SLOW_AT.getFirst());
    return Cells.errors(what, calm.rate(SLOW_AT.getFirst()), fault).having(edges);
  }

  /**
   * All that the preset counts is bad now and then, each for itself, and the fault is in errors.
   */
  private static Cell whole(String what, Traffic traffic, Fault fault, String more) {
    List<Edge> edges =
        new ArrayList<>(
            List.of(
                new Edge("vllm-errors", 1, 1, false),
                ofAll("vllm-bad-finish", 0.005),
                ofAll("vllm-slow-token", 0.05),
                ofAll(firstToken("-250ms"), SLOW_AT.getFirst())));
    edges.addAll(beyond(SLOW_AT));
    return Cells.errors(what + ", all of preset vllm" + more, traffic, fault).having(edges);
  }

  private static Cell whole(String what, Traffic traffic, Fault fault) {
    return whole(what, traffic, fault, "");
  }

  private static Edge ofAll(String metric, double share) {
    return new Edge(metric, share, share, true);
  }

  /** The edges behind the first. */
  private static List<Edge> beyond(List<Double> canary) {
    List<String> names = List.of("-500ms", "");
    List<Edge> edges = new ArrayList<>();
    for (int i = 1; i <= names.size(); i++) {
      double stable = SLOW_AT.get(i) / SLOW_AT.get(i - 1);
      double other = canary.get(i) / canary.get(i - 1);
      edges.add(new Edge(firstToken(names.get(i - 1)), stable, other, false));
    }
    return edges;
  }

  private static String firstToken(String edge) {
    return "vllm-slow-first-token" + edge;
  }
}
