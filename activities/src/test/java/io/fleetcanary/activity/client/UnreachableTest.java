package io.fleetcanary.activity.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.workflow.flow.Failures;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityInput;
import io.temporal.common.interceptors.Header;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
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

  @Test
  void isToldToWorkflowsWithoutAnAddress() {
    ApplicationFailure told = told(look("https://127.0.0.1:1"));

    assertThat(told.getOriginalMessage()).isEqualTo("connection refused");
    assertThat(told.getType()).isEqualTo(Failures.UNREACHABLE);
    assertThat(told.isNonRetryable()).isFalse();
  }

  @Test
  void saysNoAddressWhereACertificateIsOfSomebodyElse() {
    IOException foreign =
        new SSLHandshakeException(
            "No subject alternative names matching IP address 10.9.8.7 found");

    assertThat(Unreachable.behind(new KubernetesClientException("An error has occurred.", foreign)))
        .contains("its certificate is not valid for its address");
  }

  @Test
  void saysInWordsThatAConnectionWasClosed() throws IOException {
    try (ServerSocket rude = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> closeAll(rude));

      ApplicationFailure told = told(look("http://127.0.0.1:" + rude.getLocalPort()));

      assertThat(told.getOriginalMessage()).isEqualTo("connection closed");
    }
  }

  /** A client may try again by itself what it only reads. */
  private static void closeAll(ServerSocket rude) {
    try {
      while (!rude.isClosed()) {
        rude.accept().close();
      }
    } catch (IOException over) {
      assertThat(rude.isClosed()).isTrue();
    }
  }

  private static ApplicationFailure told(RuntimeException failure) {
    var calls = new RetryWhenAsked().interceptActivity(new Failing(failure));
    return catchThrowableOfType(
        ApplicationFailure.class,
        () -> calls.execute(new ActivityInput(Header.empty(), new Object[0])));
  }

  private static KubernetesClientException look(String url) {
    try (KubernetesClient client = client(url)) {
      return catchThrowableOfType(
          KubernetesClientException.class, () -> client.pods().inNamespace("inference").list());
    }
  }

  private static KubernetesClient client(String url) {
    var config = new ConfigBuilder().withMasterUrl(url).build();
    config.setRequestRetryBackoffLimit(0);
    return new KubernetesClientBuilder().withConfig(config).build();
  }
}
