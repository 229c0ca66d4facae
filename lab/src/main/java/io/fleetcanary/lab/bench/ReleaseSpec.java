package io.fleetcanary.lab.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The spec of a benchmark's rollout. Each has an image of its own.
 *
 * @param namespace of the service
 * @param waves names of clusters; those of a wave are released all at once
 * @param weights of the steps, percent
 * @param pace how long each step bakes, and how often metrics are asked for meanwhile
 */
record ReleaseSpec(String namespace, List<List<String>> waves, List<Integer> weights, Pace pace) {
  private static final AtomicInteger REVISIONS = new AtomicInteger();

  ReleaseSpec {
    waves = List.copyOf(waves);
    weights = List.copyOf(weights);
  }

  /** One wave, {@code steps} steps of no length. */
  static ReleaseSpec withoutBakes(List<String> clusters, int steps) {
    List<Integer> weights =
        IntStream.rangeClosed(1, steps).map(step -> step * 100 / (steps + 1)).boxed().toList();
    return new ReleaseSpec("inference", List.of(clusters), weights, Pace.NONE);
  }

  /** One wave that stays at its only step until something happens. */
  static ReleaseSpec staying(String namespace, List<String> clusters, Duration every) {
    Pace pace = new Pace(Duration.ofHours(1), every);
    return new ReleaseSpec(namespace, List.of(clusters), List.of(50), pace);
  }

  /** The same clusters, each a wave of its own. */
  ReleaseSpec oneByOne() {
    List<List<String>> single = waves.stream().flatMap(List::stream).map(List::of).toList();
    return new ReleaseSpec(namespace, single, weights, pace);
  }

  List<String> clusters() {
    return waves.stream().flatMap(List::stream).toList();
  }

  /** An image that nothing has had before, by digest. */
  static String nextImage() {
    return "registry.example/chat@sha256:%064x".formatted(REVISIONS.incrementAndGet());
  }

  String json() {
    String image = nextImage();
    return """
        {
          "service": "chat", "namespace": "%s",
          "revision": {"name": "r%s", "image": "%s"},
          "readyWithin": "2m", "drain": "0s", "steps": [%s], "waves": [%s],
          "analysis": {"every": "%ds", "inconclusive": "rollBack", "metrics": [
            {"name": "errors", "bad": "errors_total{$track}", "of": "requests_total{$track}",
             "max": "5%%", "minRequests": 20}]}
        }
        """
        .formatted(
            namespace,
            image.substring(image.length() - 6),
            image,
            steps(),
            waveList(),
            pace.every().toSeconds());
  }

  private String steps() {
    return weights.stream()
        .map(
            weight ->
                "{\"weight\": %d, \"bake\": \"%ds\"}".formatted(weight, pace.bake().toSeconds()))
        .collect(Collectors.joining(", "));
  }

  private String waveList() {
    return IntStream.range(0, waves.size())
        .mapToObj(i -> wave("w" + i, waves.get(i)))
        .collect(Collectors.joining(", "));
  }

  private static String wave(String name, List<String> clusters) {
    String names =
        clusters.stream().map(cluster -> '"' + cluster + '"').collect(Collectors.joining(", "));
    return "{\"name\": \"%s\", \"clusters\": [%s], \"parallel\": %d}"
        .formatted(name, names, clusters.size());
  }

  /** How long, and how often. */
  record Pace(Duration bake, Duration every) {
    static final Pace NONE = new Pace(Duration.ZERO, Duration.ofSeconds(1));
  }
}
