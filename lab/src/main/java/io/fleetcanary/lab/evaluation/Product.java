package io.fleetcanary.lab.evaluation;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.evidence.Alternatives;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.RatioQuestion;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.fleet.SurveyedCluster;
import io.fleetcanary.core.plan.Planner;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.policy.KnownFleet;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.SpecReader;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;

/**
 * The product: a spec that says no more than it must goes through its planner, so that what the
 * plan has by default is what is measured.
 */
final class Product implements Method {
  private final String name;
  private final boolean pools;
  private final Form form;
  private final ConcurrentMap<Cell, RolloutPlan> plans = new ConcurrentHashMap<>();

  private Product(String name, boolean pools, Form form) {
    this.name = name;
    this.pools = pools;
    this.form = form;
  }

  /** As it is shipped. */
  static Product shipped() {
    return new Product("Fleet Canary", true, RatioQuestion::worse);
  }

  /**
   * With the evidence of the literature: alternatives alike, no later starts of a fault, one φ from
   * begin to end.
   */
  static Product published() {
    return new Product(
        "published form",
        false,
        (by, noise) ->
            new RatioQuestion(by, Noise.constant(noise.dispersion()), Alternatives.EVEN, 1));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean fits(Cell cell) {
    return pools || (cell.clusters() == 1 && cell.minutes() <= Cell.HORIZON);
  }

  @Override
  public Answer judge(Cell cell, Run run) {
    RolloutPlan plan = plans.computeIfAbsent(cell, Product::plan);
    return new Trial(plan, cell, run, form).answer();
  }

  private static RolloutPlan plan(Cell cell) {
    List<String> names = IntStream.range(0, cell.clusters()).mapToObj(Product::cluster).toList();
    KnownFleet fleet =
        new KnownFleet(
            names.stream()
                .map(it -> new KnownCluster(it, Collections.emptySortedMap(), "queue"))
                .toList());
    List<SurveyedCluster> surveys =
        names.stream()
            .map(it -> new SurveyedCluster(it, "server", StableSeen.NOTHING, List.of(), List.of()))
            .toList();
    return valid(Planner.plan(spec(cell), fleet, surveys, "chat-20260101000000-0000"));
  }

  private static RolloutSpec spec(Cell cell) {
    Map<String, Object> errors =
        Map.of(
            "name", "errors",
            "bad", "bad_requests_total{$track}",
            "of", "requests_total{$track}",
            "worse", Math.round(cell.margin() * 100) + "%");
    boolean preset = !cell.edges().isEmpty();
    Map<String, Object> spec =
        new TreeMap<>(
            Map.of(
                "service",
                "chat",
                "namespace",
                "inference",
                "revision",
                Map.of("name", "v2", "env", Map.of("MODEL_URI", "s3://models/2")),
                "analysis",
                preset ? Map.of("use", List.of("vllm")) : Map.of("metrics", List.of(errors)),
                "waves",
                waves(cell)));
    if (!cell.byDefault()) {
      spec.put("steps", steps(cell));
    }
    return valid(SpecReader.read(spec));
  }

  private static String cluster(int number) {
    return "cluster-" + (number + 1);
  }

  private static List<Map<String, Object>> waves(Cell cell) {
    return IntStream.range(0, cell.waves()).mapToObj(wave -> wave(cell, wave)).toList();
  }

  private static Map<String, Object> wave(Cell cell, int number) {
    List<String> clusters =
        IntStream.range(0, cell.clusters())
            .filter(cluster -> cell.wave(cluster) == number)
            .mapToObj(Product::cluster)
            .toList();
    return Map.of(
        "name", "wave-" + (number + 1), "clusters", clusters, "parallel", clusters.size());
  }

  private static List<Map<String, Object>> steps(Cell cell) {
    List<Integer> weights = cell.traffic().weights();
    String bake = cell.minutes() / weights.size() + "m";
    return weights.stream().map(it -> Map.<String, Object>of("weight", it, "bake", bake)).toList();
  }

  private static <T> T valid(Checked<T> checked) {
    return switch (checked) {
      case Checked.Valid<T> valid -> valid.value();
      case Checked.Invalid<T> invalid ->
          throw new IllegalStateException(invalid.problems().toString());
    };
  }
}
