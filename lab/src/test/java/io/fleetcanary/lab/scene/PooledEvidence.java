package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetPhase;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

/** What no cluster proves alone. For fleets of six. */
interface PooledEvidence extends OnStage {
  /** Enough to see a small fleet, and more than a cluster has at its looks. */
  List<String> CLUSTERS = List.of("eu-1", "eu-2", "us-1", "us-2", "ap-1", "ap-2");

  String ALL_AT_ONCE =
      """
      [{"name": "all", "select": "all", "parallel": 6}]
      """;

  String COMPARED =
      """
      {"every": "1s", "metrics": [
        {"name": "errors", "bad": "http_requests_total{$track,status=~\\"5..\\"}",
         "of": "http_requests_total{$track}", "worse": "10%", "minRequests": 20},
        {"name": "gpu-load", "query": "avg(DCGM_FI_DEV_GPU_UTIL{$track})", "max": 95}
      ]}
      """;

  @Scenario
  @DisplayName("a little worse everywhere: the fleet goes back on what no cluster proves alone")
  default void goesBackOnALittleEverywhere() {
    Scene scene = stage().scene("a-little-everywhere").requestsPerSecond(40);
    scene.with("waves", ALL_AT_ONCE).with("analysis", COMPARED);
    scene.with("steps", "[{\"weight\": 50, \"bake\": \"150s\"}]");
    scene.fleet().clusters().forEach(it -> scene.stable(it, good -> good.withErrorRate(0.04)));
    // three times: stable's pods are young, so that nothing is known of their noise
    scene.canary(good -> good.withErrorRate(0.12));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .startsWith("errors ")
        .contains(" > 1.10 x stable's ")
        .endsWith(" clusters together");
    assertThat(played.result().outcome().clusters().values())
        .extracting(ClusterOutcome::reason)
        .allSatisfy(reason -> assertThat(reason).contains(" clusters together"));
    played.isAsBefore();
  }
}
