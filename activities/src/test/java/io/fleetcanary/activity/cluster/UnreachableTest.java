package io.fleetcanary.activity.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnreachableTest {
  @ParameterizedTest
  @CsvSource({
    "https://127.0.0.1:1, connection refused",
    "https://nowhere.invalid, its host name is unknown"
  })
  void saysWhy(String url, String why) {
    try (KubernetesClient client = client(url)) {
      KubernetesClientException failure =
          catchThrowableOfType(
              KubernetesClientException.class, () -> client.pods().inNamespace("inference").list());

      assertThat(Unreachable.orElse(failure, client))
          .hasMessage("API server " + url + "/ cannot be reached: " + why);
    }
  }

  private static KubernetesClient client(String url) {
    var config = new ConfigBuilder().withMasterUrl(url).build();
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
