package io.fleetcanary.lab.kill;

import io.fleetcanary.lab.bench.stand.LightPrometheus;
import io.fleetcanary.lab.bench.stand.Place;
import java.time.Instant;
import java.util.Locale;

/** A rollout over two clusters, each a wave, that nothing disturbs. */
public enum Reference {
  /** Promoted in both. */
  PROMOTED,
  /** Bad in the second one, so that the first is undone. */
  RETURNED;

  static final String FIRST = "first";
  static final String SECOND = "second";
  static final String SERVICE = "chat";

  /** The spec. */
  String json(String namespace) {
    return """
        {
          "service": "%s", "namespace": "%s",
          "revision": {"name": "next", "image": "registry.example/chat@sha256:%s"},
          "readyWithin": "2m", "drain": "1s", "steps": [{"weight": 50, "bake": "3s"}],
          "waves": [{"name": "one", "clusters": ["%s"]}, {"name": "two", "clusters": ["%s"]}],
          "analysis": {"every": "1s", "metrics": [
            {"name": "errors", "bad": "errors_total{$track}", "of": "requests_total{$track}",
             "max": "5%%", "minRequests": 20}]}
        }
        """
        .formatted(SERVICE, namespace, "2".repeat(64), FIRST, SECOND);
  }

  /** Before the rollout starts. */
  void prepare(LightPrometheus prometheus, Place second) {
    if (this == RETURNED) {
      prometheus.turnBad(second, Instant.now());
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
