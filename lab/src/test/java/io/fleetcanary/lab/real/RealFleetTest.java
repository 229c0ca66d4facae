package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.real.Credentials.User;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealFleetTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private RealFleet fleet;
  private Calls calls;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    Instant begin = Instant.now();
    fleet = RealFleet.start(RealFleet.DEFAULT, folder);
    System.out.println("real fleet of 3 clusters up in " + Duration.between(begin, Instant.now()));
    for (String cluster : fleet.clusters()) {
      fleet.behaviours().set(cluster, Canary.STABLE_IMAGE, Behaviour.GOOD.withErrorRate(0));
    }
    calls = new Calls();
  }

  @AfterAll
  void close() {
    fleet.close();
  }

  @Test
  void runsTheServiceOnPodAddressesOfItsCluster() {
    for (String cluster : fleet.clusters()) {
      String range = fleet.cluster(cluster).site().podRange().replace("0/24", "");

      List<Pod> pods =
          fleet
              .admin(cluster)
              .pods()
              .inNamespace("inference")
              .withLabel("app", "chat")
              .list()
              .getItems();

      assertThat(pods).hasSize(3);
      assertThat(pods).allMatch(pod -> pod.getStatus().getPodIP().startsWith(range));
    }
  }

  @Test
  void answersInEachClusterThroughItsOwnGateway() {
    for (String cluster : List.of("eu-1", "us-1")) {
      Map<String, Integer> answers = calls.byRevision(fleet.gateway(cluster), 40);

      assertThat(answers).containsExactly(Map.entry(Canary.STABLE_IMAGE, 40));
    }
  }

  @Test
  void givesTheCanaryTheShareThatTheRouteSays() {
    KubernetesClient admin = fleet.admin("us-2");
    URI gateway = fleet.gateway("us-2");
    Canary.create(admin);

    Canary.weigh(admin, 75, 25);

    Eventually.within(
        SOON, () -> assertThat(calls.byRevision(gateway, 4)).containsKey(Canary.IMAGE));
    Map<String, Integer> answers = calls.byRevision(gateway, 400);
    assertThat(answers).containsOnlyKeys(Canary.STABLE_IMAGE, Canary.IMAGE);
    // exactly 100, but for one more or less whenever Traefik begins its turns anew
    assertThat(answers.get(Canary.IMAGE)).isBetween(98, 102);
  }

  @Test
  void hasEveryPodsCountersInPrometheus() {
    Map<String, Integer> answers = calls.byPod(fleet.gateway("us-1"), 100);

    Eventually.within(
        SOON,
        () ->
            assertThat(calls.counted(fleet.inventory(), "us-1"))
                .containsOnlyKeys(answers.keySet())
                .allSatisfy(
                    (pod, count) -> assertThat(count).isGreaterThanOrEqualTo(answers.get(pod))));
  }

  @Test
  void grantsTheWorkerExactlyTheDocumentedRightsWhereTheServiceIs() {
    try (KubernetesClient worker = fleet.cluster("eu-1").client(User.ORCHESTRATOR)) {
      assertThat(Granted.to(worker, "inference"))
          .isNotEmpty()
          .isEqualTo(Granted.by(Path.of("../docs/rights.yaml"), worker));
    }
  }

  @Test
  void refusesTheWorkerEverythingElse() {
    try (KubernetesClient worker = fleet.cluster("eu-1").client(User.ORCHESTRATOR)) {
      assertForbidden(() -> worker.secrets().inNamespace("inference").list());
      assertForbidden(() -> worker.apps().deployments().inNamespace("default").list());
      assertForbidden(() -> worker.nodes().list());
    }
  }

  private static void assertForbidden(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(403));
  }
}
