package io.fleetcanary.activity.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor.ActivityInput;
import io.temporal.common.interceptors.Header;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RespiteTest {
  private final AtomicInteger asked = new AtomicInteger();
  private volatile int status = 429;
  private volatile String retryAfter = "30";
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .withHttpClientBuilderConsumer(
                http -> http.addOrReplaceInterceptor("respite", new Respite()))
            .build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void sendsNothingWhileAnApiServerWantsToBeLeftAlone() {
    KubernetesClientException first = look();
    KubernetesClientException second = look();

    assertThat(asked).hasValue(1);
    assertThat(first.getCode()).isEqualTo(429);
    assertThat(Busy.behind(first)).hasValueSatisfying(it -> assertThat(it.left()).hasSeconds(30));
    assertThat(second)
        .isInstanceOf(Busy.class)
        .hasMessage("API server answers HTTP 429 and asks to be left alone for 30 s");
  }

  @Test
  void sendsAgainWhenTheTimeIsOver() throws InterruptedException {
    retryAfter = "1";
    look();
    Thread.sleep(Duration.ofMillis(1_050)); // which is what was asked for

    look();

    assertThat(asked).hasValue(2);
  }

  @Test
  void doesNotLetItselfBeSentAwayForEver() {
    retryAfter = "86400";

    KubernetesClientException failure = look();

    assertThat(Busy.behind(failure)).hasValueSatisfying(it -> assertThat(it.left()).hasSeconds(30));
  }

  @Test
  void comesAgainAtOnceWhereNothingWasAskedFor() {
    status = 500;
    look();

    look();

    assertThat(asked).hasValue(2);
  }

  @Test
  void hasTemporalTryAgainWhenAsked() {
    KubernetesClientException failure = look();
    var calls = new RetryWhenAsked().interceptActivity(new Failing(failure));

    assertThatThrownBy(() -> calls.execute(new ActivityInput(Header.empty(), new Object[0])))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            it -> {
              assertThat(it.getNextRetryDelay())
                  .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
              assertThat(it.getOriginalMessage()).contains("asks to be left alone for 30 s");
              assertThat(it.isNonRetryable()).isFalse();
            });
  }

  @Test
  void leavesEveryOtherFailureAsItIs() {
    RuntimeException failure = new IllegalStateException("a bug");
    var calls = new RetryWhenAsked().interceptActivity(new Failing(failure));

    assertThatThrownBy(() -> calls.execute(new ActivityInput(Header.empty(), new Object[0])))
        .isSameAs(failure);
  }

  private KubernetesClientException look() {
    return catchThrowableOfType(
        KubernetesClientException.class,
        () -> client.configMaps().inNamespace("shop").withName("chat").get());
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    if (status == 429) {
      exchange.getResponseHeaders().add("Retry-After", retryAfter);
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }
}
