package io.fleetcanary.lab.scene;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fleetcanary.workflow.Payloads;
import java.util.List;

/**
 * The spec of a scenario: one cluster first, one second, then the others; the scenario writes its
 * steps.
 */
final class SceneSpec {
  private static final String ANALYSIS =
      """
      {"every": "1s", "metrics": [
        {"name": "errors", "bad": "http_requests_total{$track,status=~\\"5..\\"}",
         "of": "http_requests_total{$track}", "max": "5%", "worse": "50%", "minRequests": 20},
        {"name": "slow-first-token", "histogram": "vllm:time_to_first_token_seconds{$track}",
         "above": "1s", "max": "10%", "minRequests": 20},
        {"name": "gpu-load", "query": "avg(DCGM_FI_DEV_GPU_UTIL{$track})", "max": 95}
      ]}
      """;

  private final ObjectNode document = Payloads.mapper().createObjectNode();

  SceneSpec(String namespace, String image, List<String> clusters) {
    document.put("service", "chat").put("namespace", namespace);
    document.putObject("revision").put("name", "2026.11.3").put("image", image);
    document.put("readyWithin", "60s").put("drain", "3s");
    put("waves", waves(clusters));
    put("analysis", ANALYSIS);
    put("failure", "{\"scope\": \"fleet\", \"budget\": 0}");
  }

  private static String waves(List<String> clusters) {
    return """
        [{"name": "first", "clusters": ["%s"]},
         {"name": "second", "clusters": ["%s"]},
         {"name": "rest", "select": "all", "parallel": 3}]
        """
        .formatted(clusters.get(0), clusters.get(1));
  }

  /** How often the metrics are looked at. */
  void every(String time) {
    ((ObjectNode) document.get("analysis")).put("every", time);
  }

  void put(String field, String json) {
    document.set(field, read(json));
  }

  String json() {
    return document.toString();
  }

  private static JsonNode read(String json) {
    try {
      return Payloads.mapper().readTree(json);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("a spec must be JSON, got " + json, malformed);
    }
  }
}
