package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fleetcanary.activity.client.Refused;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.workflow.TaskQueues;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service account is deleted on the way, and with it the token of a worker outside. */
@Tag("long")
class RealCredentialsTest {
  private static final String SPACE = "default";
  private static final String WORKER = "worker";

  /** An API server believes a token for ten seconds after it has looked it up. */
  private static final Duration SOON = Duration.ofSeconds(40);

  @Test
  @Timeout(300)
  @DisplayName("F38: a token is revoked, and another one is put into the kubeconfig")
  void goesOnWithANewTokenOnceTheOldOneIsRevoked(@TempDir Path in) {
    NetworkNamespace.require();
    Site site = new Site("eu-1", 0, in.resolve("eu-1"));
    Path kubeconfig = in.resolve("worker.yaml");
    try (Cluster cluster = Cluster.start(Parts.installed(), site)) {
      bind(cluster);
      hire(cluster, kubeconfig);
      try (Clusters clusters = new Clusters(fleet(kubeconfig))) {
        Eventually.within(SOON, () -> look(clusters));

        cluster.admin().serviceAccounts().inNamespace(SPACE).withName(WORKER).delete();

        Eventually.within(
            SOON,
            () ->
                assertThat(Refused.behind(catchThrowable(() -> look(clusters))))
                    .hasValueSatisfying(
                        it ->
                            assertThat(it)
                                .hasMessageContaining(
                                    "does not take those of kubeconfig " + kubeconfig)));

        hire(cluster, kubeconfig);

        Eventually.within(SOON, () -> look(clusters));
      }
    }
  }

  private static void look(Clusters clusters) {
    assertThat(clusters.client("eu-1").configMaps().inNamespace(SPACE).withName("chat").get())
        .isNull();
  }

  private static void bind(Cluster cluster) {
    cluster
        .admin()
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(WORKER)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "cluster-admin")
                .addNewSubject("", "ServiceAccount", WORKER, SPACE)
                .build())
        .create();
  }

  /** A service account, and its token in the kubeconfig. */
  private static void hire(Cluster cluster, Path kubeconfig) {
    cluster
        .admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(WORKER)
                .withNamespace(SPACE)
                .endMetadata()
                .build())
        .create();
    TokenRequest request =
        cluster
            .admin()
            .serviceAccounts()
            .inNamespace(SPACE)
            .withName(WORKER)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build());
    write(kubeconfig, cluster.admin().getMasterUrl().toString(), request.getStatus().getToken());
  }

  private static void write(Path kubeconfig, String server, String token) {
    try {
      Files.writeString(
          kubeconfig,
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: eu-1, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
          users: [{name: worker, user: {token: "%s"}}]
          contexts: [{name: eu-1, context: {cluster: eu-1, user: worker}}]
          current-context: eu-1
          """
              .formatted(server, token));
    } catch (IOException full) {
      throw new UncheckedIOException(full);
    }
  }

  private static FleetInventory fleet(Path kubeconfig) {
    return new FleetInventory(
        List.of(
            new ClusterEntry(
                "eu-1",
                new TreeMap<>(),
                new ApiAccess.Kubeconfig(kubeconfig.toString(), "eu-1"),
                new PrometheusAccess("", "", ""),
                TaskQueues.CENTRAL)));
  }
}
