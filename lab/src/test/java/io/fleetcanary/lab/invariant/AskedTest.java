package io.fleetcanary.lab.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AskedTest {
  private static final String SPEC =
      """
      {"service": "chat", "namespace": "inference",
       "revision": {"name": "2", "image": "registry.example/chat@sha256:%s"},
       "steps": [{"weight": 10, "bake": "90s"}, {"weight": 50, "bake": "1m"}],
       "waves": [
         {"name": "first", "clusters": ["b"], "approval": {"by": ["sre"]}},
         {"name": "rest", "select": "all", "parallel": "50%%",
          "steps": [{"weight": 20, "bake": "5s"}]}]}
      """
          .formatted("0".repeat(64));

  @Test
  void readsWhatIsToHappenInWhichOrder() {
    Intent intent = Asked.of(SPEC, fleet("a", "b", "c", "d", "e"));

    assertThat(intent.waves())
        .containsExactly(
            new Intent.Wave(
                "first",
                List.of("b"),
                1,
                List.of(
                    new Intent.Step(10, Duration.ofSeconds(90)),
                    new Intent.Step(50, Duration.ofSeconds(60))),
                true),
            new Intent.Wave(
                "rest",
                List.of("a", "c", "d", "e"),
                2,
                List.of(new Intent.Step(20, Duration.ofSeconds(5))),
                false));
    assertThat(intent.workload()).isEqualTo("chat");
    assertThat(intent.image())
        .isEqualTo(Optional.of("registry.example/chat@sha256:" + "0".repeat(64)));
  }

  @Test
  void knowsTheWeightOfEachInstruction() {
    Intent intent = Asked.of(SPEC, fleet("a", "b"));

    assertThat(Stream.of(0, 1, 2, 3, 4, 5, 6, 7, 8).map(step -> intent.weightAt("b", step)))
        .containsExactly(0, 0, 10, 10, 10, 50, 50, 50, 0);
  }

  private static FleetInventory fleet(String... names) {
    return new FleetInventory(Stream.of(names).map(AskedTest::cluster).toList());
  }

  private static ClusterEntry cluster(String name) {
    return new ClusterEntry(
        name,
        new TreeMap<>(),
        new ApiAccess.InCluster(),
        new PrometheusAccess("http://prometheus", "", "pod"),
        "central");
  }
}
