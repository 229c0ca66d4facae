package io.fleetcanary.activity.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClustersTest {
  @Test
  void usesTheNamedContextAndNeverRetriesByItself(@TempDir Path folder) throws IOException {
    try (Clusters clusters = clusters(kubeconfig(folder), "eu-1")) {
      Config config = clusters.client("eu-1").getConfiguration();

      assertThat(config.getMasterUrl()).isEqualTo("https://eu-1.example:6443/");
      assertThat(config.getAutoOAuthToken()).isEqualTo("token-of-eu-1");
      assertThat(config.getRequestRetryBackoffLimit()).isZero();
      assertThat(config.getWatchReconnectLimit()).isZero();
      assertThat(config.getRequestTimeout()).isEqualTo(10_000);
      assertThat(config.getConnectionTimeout()).isEqualTo(3_000);
    }
  }

  @Test
  void opensEachClientOnce(@TempDir Path folder) throws IOException {
    try (Clusters clusters = clusters(kubeconfig(folder), "eu-1")) {
      KubernetesClient first = clusters.client("eu-1");

      assertThat(clusters.client("eu-1")).isSameAs(first);
    }
  }

  @Test
  void saysWhichClustersItKnows(@TempDir Path folder) throws IOException {
    try (Clusters clusters = clusters(kubeconfig(folder), "eu-1")) {
      assertThatThrownBy(() -> clusters.client("us-1"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("cluster must be in this worker's fleet file, which has [eu-1], got us-1");
    }
  }

  private static Clusters clusters(Path kubeconfig, String context) {
    return new Clusters(
        new FleetInventory(
            List.of(
                new ClusterEntry(
                    "eu-1",
                    new TreeMap<>(),
                    new ApiAccess.Kubeconfig(kubeconfig.toString(), context),
                    new PrometheusAccess("http://localhost:9090", "", "pod"),
                    "fleetcanary"))));
  }

  private static Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("config"),
        """
        apiVersion: v1
        kind: Config
        clusters:
          - {name: one, cluster: {server: "https://eu-1.example:6443"}}
          - {name: other, cluster: {server: "https://other.example:6443"}}
        users:
          - {name: one, user: {token: token-of-eu-1}}
          - {name: other, user: {token: token-of-other}}
        contexts:
          - {name: eu-1, context: {cluster: one, user: one}}
          - {name: other, context: {cluster: other, user: other}}
        current-context: other
        """);
  }
}
