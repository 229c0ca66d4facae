package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.process.LoopbackPort;
import io.temporal.testserver.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Twelve clusters in four waves, three at a time, one of them cut off from the worker. */
@Tag("real")
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(300)
final class CutOffClusterTest {
  private static final List<String> CLUSTERS =
      IntStream.rangeClosed(1, 12).mapToObj(number -> "eu-" + number).toList();
  private static final String LOST = "eu-5";

  private TestServer.PortBoundTestServer temporal;
  private EmbeddedFleet fleet;
  private Stage stage;

  @BeforeAll
  void begin(@TempDir Path in) {
    int port = LoopbackPort.preferring(17234);
    temporal = TestServer.createPortBoundServer(port);
    fleet = EmbeddedFleet.start("127.0.0.1:" + port, CLUSTERS);
    stage = Stage.on(fleet, "15s", in);
  }

  @AfterAll
  void end() {
    stage.close();
    temporal.close();
  }

  @Test
  @DisplayName(
      "12 clusters, 4 waves: one is cut off on the way forward, and goes on when it returns")
  void goesOnWhenTheClusterReturns() {
    Scene scene = scene("cut-forward");
    scene.on("cut", Moments.bakes("eu-1", 25), (rollout, status) -> fleet.cable(LOST).cut());
    scene.on(
        "join",
        Moments.in("eu-4", ClusterPhase.PROBATION)
            .and(Moments.in("eu-6", ClusterPhase.PROBATION))
            .and(Moments.in(LOST, ClusterPhase.CLAIMING)),
        (rollout, status) -> fleet.cable(LOST).join());

    Played played = scene.play();

    assertThat(played.happened().getLast().status())
        .matches(Moments.in("eu-7", ClusterPhase.QUEUED), "third wave not begun");
    played.wentWell();
  }

  @Test
  @DisplayName(
      "12 clusters, 4 waves: one is cut off on the way back, and comes back when it returns")
  void comesBackWhenTheClusterReturns() {
    Scene scene = scene("cut-back");
    scene.on("cut", Moments.bakes(LOST, 25), (rollout, status) -> fleet.cable(LOST).cut());
    scene.abortOn("abort", Moments.always());
    scene.on(
        "join",
        backBut(LOST).and(Moments.in(LOST, ClusterPhase.RETURNING)),
        (rollout, status) -> fleet.cable(LOST).join());

    Played played = scene.play();

    assertThat(played.happened().getLast().status())
        .matches(Moments.fleet(FleetPhase.RETURNING), "still returning");
    assertThat(played.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: abort");
    played.isAsBefore();
    played.answeredAll();
  }

  private static Predicate<FleetStatus> backBut(String lost) {
    return status ->
        status.waves().getFirst().clusters().stream()
                .allMatch(cluster -> cluster.phase() == ClusterPhase.ROLLED_BACK)
            && status.waves().get(1).clusters().stream()
                .filter(cluster -> !cluster.cluster().equals(lost))
                .allMatch(cluster -> cluster.phase() == ClusterPhase.ROLLED_BACK);
  }

  private Scene scene(String name) {
    return stage
        .scene(name)
        .requestsPerSecond(20)
        .with(
            "waves",
            """
            [{"name": "one", "clusters": ["eu-1", "eu-2", "eu-3"], "parallel": 3},
             {"name": "two", "clusters": ["eu-4", "eu-5", "eu-6"], "parallel": 3},
             {"name": "three", "clusters": ["eu-7", "eu-8", "eu-9"], "parallel": 3},
             {"name": "four", "clusters": ["eu-10", "eu-11", "eu-12"], "parallel": 3}]
            """);
  }
}
