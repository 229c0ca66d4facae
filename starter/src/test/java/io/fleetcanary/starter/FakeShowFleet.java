package io.fleetcanary.starter;

import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.workflow.preview.KnownFleet;
import io.fleetcanary.workflow.preview.ShowFleet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Knows three clusters, one of them with a queue of its own. */
public final class FakeShowFleet implements ShowFleet {
  @Override
  public KnownFleet show() {
    return new KnownFleet(
        List.of(
            cluster("eu-1", "eu", "fleetcanary"),
            cluster("eu-2", "eu", "fleetcanary"),
            cluster("us-1", "us", "us-1")));
  }

  private static KnownCluster cluster(String name, String region, String queue) {
    return new KnownCluster(name, new TreeMap<>(Map.of("region", region, "tier", "1")), queue);
  }
}
