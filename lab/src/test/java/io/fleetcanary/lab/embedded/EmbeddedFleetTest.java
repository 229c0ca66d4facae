package io.fleetcanary.lab.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.dataplane.LoadReport;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedFleetTest {
  private static final String STABLE = "registry.example/vllm@sha256:" + "1".repeat(64);
  private static final String NEXT = "registry.example/vllm@sha256:" + "2".repeat(64);
  private static final Duration SOON = Duration.ofSeconds(15);

  private EmbeddedFleet fleet;

  @BeforeAll
  void start() {
    long began = System.nanoTime();
    fleet = EmbeddedFleet.start("127.0.0.1:7233");
    System.out.println("started in " + (System.nanoTime() - began) / 1_000_000 + " ms");
    for (String cluster : fleet.clusters()) {
      fleet.behaviours().set(cluster, STABLE, Behaviour.GOOD.withErrorRate(0));
      fleet.behaviours().set(cluster, NEXT, Behaviour.GOOD.withErrorRate(0));
    }
  }

  @AfterAll
  void close() {
    fleet.close();
  }

  @Test
  void rollsToAnotherImageWithoutLosingARequest() {
    KubernetesClient admin = fleet.admin("eu-1");
    try (Load load = Load.start(fleet.gateway("eu-1"), 150, Duration.ofMinutes(1))) {

      long began = System.nanoTime();
      deployment(admin)
          .edit(
              chat -> {
                chat.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage(NEXT);
                return chat;
              });

      Eventually.within(
          SOON,
          () -> {
            Deployment chat = deployment(admin).get();
            assertThat(chat.getStatus().getObservedGeneration()).isEqualTo(2);
            assertThat(chat.getStatus().getUpdatedReplicas()).isEqualTo(3);
            assertThat(chat.getStatus().getReplicas()).isEqualTo(3);
            assertThat(chat.getStatus().getAvailableReplicas()).isEqualTo(3);
          });
      System.out.println("rolled in " + (System.nanoTime() - began) / 1_000_000 + " ms");
      LoadReport report = load.stop();
      System.out.println(report.byRevision() + " " + report.byStatus() + " late " + report.late());
      assertThat(report.byStatus()).containsOnlyKeys(200);
      assertThat(report.byRevision()).containsOnlyKeys(STABLE, NEXT);
      assertThat(report.notSent()).isZero();
    }
  }

  private static io.fabric8.kubernetes.client.dsl.RollableScalableResource<Deployment> deployment(
      KubernetesClient admin) {
    return admin.apps().deployments().inNamespace("inference").withName("chat");
  }
}
