package io.fleetcanary.lab.story;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The spec of a story: the first cluster alone, then the second, then all the others two at a time.
 * Bakes are seconds, so that a story takes a minute.
 *
 * @param revision what people call it
 * @param image by digest
 * @param clusters at least three, in the order of the waves
 * @param pace how long the bakes are
 */
public record StorySpec(String revision, String image, List<String> clusters, Pace pace) {
  public static final String NAMESPACE = "inference";
  public static final String SERVICE = "chat";

  private static final String METRICS =
      """
      [
        {"name": "errors", "bad": "http_requests_total{$track,status=~\\"5..\\"}",
         "of": "http_requests_total{$track}", "max": "5%", "worse": "50%", "minRequests": 30},
        {"name": "slow-first-token", "histogram": "vllm:time_to_first_token_seconds{$track}",
         "above": "250ms", "max": "10%", "minRequests": 30},
        {"name": "gpu-load", "query": "avg(DCGM_FI_DEV_GPU_UTIL{$track})", "max": 95}
      ]""";

  public StorySpec {
    clusters = List.copyOf(clusters);
    if (clusters.size() < 3) {
      throw new IllegalArgumentException(
          "a story needs at least 3 clusters, one for each wave, got " + clusters.size());
    }
  }

  public String json() {
    return json("");
  }

  /**
   * As JSON, to start a rollout with.
   *
   * @param firstGate more fields of the first wave, e.g. an approval; ends with a comma unless
   *     empty
   */
  public String json(String firstGate) {
    return """
        {
          "service": "%s", "namespace": "%s",
          "revision": {"name": "%s", "image": "%s"},
          "readyWithin": "60s", "drain": "1s",
          "steps": [{"weight": 10, "bake": "%ds"}, {"weight": 25, "bake": "%ds"}],
          "waves": [
            {"name": "first", "clusters": ["%s"], %s "bake": "2s"},
            {"name": "second", "clusters": ["%s"], "bake": "1s"},
            {"name": "rest", "clusters": [%s], "parallel": 2}
          ],
          "analysis": {"every": "1s", "metrics": %s},
          "failure": {"scope": "fleet", "budget": 0}
        }
        """
        .formatted(
            SERVICE,
            NAMESPACE,
            revision,
            image,
            pace.tenth(),
            pace.quarter(),
            clusters.get(0),
            firstGate,
            clusters.get(1),
            rest(),
            METRICS);
  }

  private String rest() {
    return clusters.subList(2, clusters.size()).stream()
        .map(name -> '"' + name + '"')
        .collect(Collectors.joining(", "));
  }

  /**
   * How long a share is held still. A gateway takes its time to obey, which counts against the
   * share that is seen; how long, differs from one to the other.
   *
   * @param tenth seconds at 10 %
   * @param quarter seconds at 25 %
   */
  public record Pace(int tenth, int quarter) {
    /** For a gateway in this process. */
    public static final Pace BRISK = new Pace(6, 5);

    /** For gateways that are processes of a busy machine. */
    public static final Pace CALM = new Pace(12, 8);
  }
}
