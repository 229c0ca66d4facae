package io.fleetcanary.lab.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess.Kubeconfig;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.dataplane.LoadReport;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedFleetTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  private final EmbeddedFleet fleet = EmbeddedFleet.start("127.0.0.1:7233");

  @BeforeAll
  void behaveWithoutErrors() {
    for (String cluster : fleet.clusters()) {
      for (String image : List.of(Chat.STABLE, Chat.NEXT)) {
        fleet.behaviours().set(cluster, image, Behaviour.GOOD.withErrorRate(0));
      }
    }
  }

  @AfterAll
  void close() {
    fleet.close();
  }

  /** Processor time, five seconds of two cores: others may keep the machine busy. */
  @Test
  void startsFourClustersInFiveSecondsOfTwoCores() {
    Duration before = processorTime();

    EmbeddedFleet another = EmbeddedFleet.start("127.0.0.1:7233");

    Duration took = processorTime().minus(before);
    another.close();
    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void rollsToAnotherImageWithoutLosingARequest() {
    Chat chat = new Chat(fleet.admin("eu-1"));
    try (Load load = Load.start(fleet.gateway("eu-1"), 150, Duration.ofMinutes(1))) {

      chat.setImage(Chat.NEXT);

      Eventually.within(SOON, () -> assertThat(chat.complete()).isTrue());
      LoadReport report = load.stop();
      assertThat(report.byStatus()).containsOnlyKeys(200);
      assertThat(report.byRevision()).containsOnlyKeys(Chat.STABLE, Chat.NEXT);
      assertThat(report.notSent()).isZero();
    }
  }

  @Test
  void splitsRequestsExactlyByWeight() {
    Chat chat = new Chat(fleet.admin("us-1"));
    chat.createCanary(1, "1");
    Eventually.within(SOON, () -> assertThat(chat.canary().getStatus().getReadyReplicas()).isOne());
    Eventually.within(SOON, () -> assertThat(readyEndpoints(chat)).isEqualTo(1));

    for (int weight : List.of(25, 5, 50, 0)) {
      chat.weigh(100 - weight, weight);
      Eventually.within(SOON, () -> assertThat(chat.accepted()).isTrue());

      LoadReport report = burst(fleet.gateway("us-1"));

      assertThat(report.byStatus()).containsOnlyKeys(200);
      assertThat(report.byRevision().getOrDefault(Chat.NEXT, 0L)).isEqualTo(weight * 2L);
    }
    chat.removeCanary();
    Eventually.within(SOON, () -> assertThat(chat.pods("chat-canary")).isEmpty());
  }

  @Test
  void saysThatThereAreNotEnoughGpus() {
    Chat chat = new Chat(fleet.admin("us-2"));

    chat.createCanary(1, "9");

    Eventually.within(
        SOON,
        () ->
            assertThat(chat.pods("chat-canary").getFirst().getStatus().getConditions())
                .anySatisfy(
                    condition -> {
                      assertThat(condition.getType()).isEqualTo("PodScheduled");
                      assertThat(condition.getStatus()).isEqualTo("False");
                      assertThat(condition.getReason()).isEqualTo("Unschedulable");
                      assertThat(condition.getMessage())
                          .isEqualTo("0/2 nodes are available: 2 Insufficient nvidia.com/gpu.");
                    }));
    chat.addGpus(new Quantity("12"));
    Eventually.within(SOON, () -> assertThat(chat.canary().getStatus().getReadyReplicas()).isOne());
    chat.removeCanary();
  }

  @Test
  void answers503WithoutAReadyPodAnd500WithoutAService() {
    Chat chat = new Chat(fleet.admin("ap-1"));
    URI gateway = fleet.gateway("ap-1");
    chat.weigh(0, 100);
    Eventually.within(SOON, () -> assertThat(chat.accepted()).isTrue());
    assertThat(chat.resolved()).isFalse();
    assertThat(burst(gateway).byStatus()).containsOnlyKeys(500);

    chat.createCanary(0, "1");

    Eventually.within(SOON, () -> assertThat(chat.resolved()).isTrue());
    assertThat(burst(gateway).byStatus()).containsOnlyKeys(503);
    chat.removeCanary();
  }

  @Test
  void stopsAtTheFirstPodThatNeverBecomesReady() {
    String broken = "registry.example/vllm@sha256:" + "3".repeat(64);
    fleet.behaviours().set("us-2", broken, Behaviour.GOOD.withFate(Fate.NEVER_READY));
    Chat chat = new Chat(fleet.admin("us-2"));
    Eventually.within(SOON, () -> assertThat(chat.complete()).isTrue());

    chat.setImage(broken);

    Eventually.within(
        SOON, () -> assertThat(chat.stable().getStatus().getUpdatedReplicas()).isEqualTo(1));
    assertThat(chat.stable().getStatus().getReadyReplicas()).isEqualTo(3);
    chat.setImage(Chat.STABLE);
    Eventually.within(SOON, () -> assertThat(chat.complete()).isTrue());
  }

  @Test
  void isReachedByOrdinaryMeans() throws Exception {
    ClusterEntry entry = fleet.inventory().clusters().getFirst();
    assertThat(entry.name()).isEqualTo("eu-1");
    assertThat(entry.labels()).containsEntry("region", "eu");
    Kubeconfig access = (Kubeconfig) entry.access();

    Config config = Config.fromKubeconfig(new File(access.file()));
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      Deployment chat = client.apps().deployments().inNamespace("inference").withName("chat").get();
      assertThat(chat.getSpec().getReplicas()).isEqualTo(3);
    }
    Eventually.within(SOON, () -> assertThat(ask(entry)).contains("\"pod\":\"chat-"));
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static String ask(ClusterEntry entry) {
    URI query =
        URI.create(
            entry.prometheus().url()
                + "/api/v1/query?query=up%7B"
                + entry.prometheus().matcher().replace("\"", "%22")
                + "%7D");
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.sendAsync(HttpRequest.newBuilder(query).build(), BodyHandlers.ofString())
          .join()
          .body();
    }
  }

  private static LoadReport burst(URI gateway) {
    try (Load load = Load.start(gateway, 1_000, Duration.ofMillis(200))) {
      return load.awaitEnd();
    }
  }

  private static long readyEndpoints(Chat chat) {
    return chat.slice("chat-canary").getEndpoints().stream()
        .map(Endpoint::getConditions)
        .filter(conditions -> Objects.equals(conditions.getReady(), true))
        .count();
  }
}
