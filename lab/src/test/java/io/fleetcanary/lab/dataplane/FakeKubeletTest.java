package io.fleetcanary.lab.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.Behaviours;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpPool;
import io.fleetcanary.lab.dataplane.http.Request;
import io.fleetcanary.lab.embedded.api.MockApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FakeKubeletTest {
  private static final String IMAGE = "registry.example/chat@sha256:1";
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Behaviour QUICK =
      new Behaviour(Duration.ofMillis(100), Duration.ZERO, 0, 40, Integer.MAX_VALUE, Fate.HEALTHY);

  private final MockApi api = new MockApi();
  private final KubernetesClient client = api.client();
  private final Behaviours behaviours = new Behaviours();
  private final HttpPool http = new HttpPool(Duration.ofSeconds(2));
  private FakeKubelet kubelet = kubelet();

  @BeforeEach
  void start() {
    behave(QUICK);
    kubelet.start();
  }

  @AfterEach
  void stop() {
    kubelet.close();
    http.close();
    client.close();
    api.close();
  }

  @Test
  void servesAPodAndSaysWhichRevisionAnswered() {
    Pod pod = schedule("chat-a");

    awaitReady(pod);

    Answer answer = ask(pod, "/v1/chat");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().get("X-Revision")).contains(IMAGE);
    assertThat(answer.headers().get("X-Pod")).contains("chat-a");
    assertThat(seen(pod).getStatus().getPodIP()).isEqualTo("10.240.0.1");
  }

  @Test
  void isReadyOnlyAfterTheColdStart() {
    behave(
        new Behaviour(
            Duration.ofMillis(600), Duration.ZERO, 0, 40, Integer.MAX_VALUE, Fate.HEALTHY));
    long began = System.nanoTime();

    Pod pod = schedule("chat-a");

    awaitReady(pod);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(600));
  }

  @Test
  void countsWhatItAnswers() {
    Pod pod = schedule("chat-a");
    awaitReady(pod);
    behave(QUICK.withErrorRate(0.25).withGpuLoad(88));

    for (int i = 0; i < 100; i++) {
      ask(pod, "/");
    }

    assertThat(ask(pod, "/metrics").text())
        .contains("http_requests_total{status=\"200\"} 75\n")
        .contains("http_requests_total{status=\"500\"} 25\n")
        .contains("vllm:time_to_first_token_seconds_bucket{le=\"+Inf\"} 75\n")
        .contains("vllm:time_to_first_token_seconds_count 75\n")
        .contains("DCGM_FI_DEV_GPU_UTIL{gpu=\"0\"} 88.0\n");
  }

  @Test
  void neverBecomesReadyWhenItIsItsFate() {
    behave(QUICK.withFate(Fate.NEVER_READY));

    Pod pod = schedule("chat-a");

    Eventually.within(SOON, () -> assertThat(ask(pod, "/readyz").status()).isEqualTo(503));
    assertThat(seen(pod).getStatus().getPhase()).isEqualTo("Running");
    assertThat(Readiness.isPodReady(seen(pod))).isFalse();
  }

  @Test
  void crashesAgainAndAgain() {
    behave(QUICK.withFate(Fate.CRASH_LOOP));

    Pod pod = schedule("chat-a");

    Eventually.within(
        SOON,
        () -> {
          ContainerStatus container = container(pod);
          assertThat(container.getRestartCount()).isGreaterThanOrEqualTo(2);
          assertThat(container.getState().getWaiting().getReason()).isEqualTo("CrashLoopBackOff");
          assertThat(container.getLastState().getTerminated().getExitCode()).isEqualTo(1);
        });
  }

  @Test
  void isKilledForMemoryAfterHavingBeenReady() {
    behave(QUICK.withFate(Fate.OUT_OF_MEMORY));

    Pod pod = schedule("chat-a");

    awaitReady(pod);
    Eventually.within(
        SOON,
        () -> {
          ContainerStatus container = container(pod);
          assertThat(container.getReady()).isFalse();
          assertThat(container.getRestartCount()).isEqualTo(1);
          assertThat(container.getLastState().getTerminated().getReason()).isEqualTo("OOMKilled");
          assertThat(container.getLastState().getTerminated().getExitCode()).isEqualTo(137);
        });
  }

  @Test
  void waitsForAnImageThatCannotBePulledUntilItCan() {
    behave(QUICK.withFate(Fate.IMAGE_PULL_FAILURE));
    Pod pod = schedule("chat-a");
    Eventually.within(
        SOON,
        () ->
            assertThat(container(pod).getState().getWaiting().getReason())
                .isEqualTo("ImagePullBackOff"));
    assertThat(seen(pod).getStatus().getPhase()).isEqualTo("Pending");

    behave(QUICK);

    awaitReady(pod);
  }

  @Test
  void changesItsBehaviourWhileItRuns() {
    Pod pod = schedule("chat-a");
    awaitReady(pod);

    behave(QUICK.withFate(Fate.NEVER_READY));

    Eventually.within(
        Duration.ofMillis(500), () -> assertThat(Readiness.isPodReady(seen(pod))).isFalse());
  }

  @Test
  void servesOnWhileItDrainsAndThenIsGone() {
    Pod pod = schedule("chat-a");
    awaitReady(pod);
    long began = System.nanoTime();

    client.resource(pod).delete();

    assertThat(seen(pod).getMetadata().getDeletionTimestamp()).isNotNull();
    while (System.nanoTime() - began < Duration.ofMillis(250).toNanos()) {
      assertThat(ask(pod, "/").status()).isEqualTo(200);
    }
    Eventually.within(SOON, () -> assertThat(client.resource(pod).get()).isNull());
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(300));
    Eventually.within(SOON, () -> assertThat(kubelet.running()).isEmpty());
  }

  @Test
  void takesOverRunningPodsWithTheirAddresses() {
    Pod first = schedule("chat-a");
    awaitReady(first);
    Pod second = schedule("chat-b");
    awaitReady(second);
    client.resource(first).withGracePeriod(0).delete();
    kubelet.close();
    behave(QUICK);

    kubelet = kubelet().start();

    Eventually.within(SOON, () -> assertThat(ask(second, "/").status()).isEqualTo(200));
    Pod third = schedule("chat-c");
    awaitReady(third);
    assertThat(seen(second).getStatus().getPodIP()).isEqualTo("10.240.0.2");
    assertThat(seen(third).getStatus().getPodIP()).isEqualTo("10.240.0.1");
  }

  private FakeKubelet kubelet() {
    return new FakeKubelet("eu-1", client, behaviours, PodAddresses.loopback("10.240.0.0/24"))
        .draining(Duration.ofMillis(300));
  }

  private void behave(Behaviour behaviour) {
    behaviours.set("eu-1", IMAGE, behaviour);
  }

  private Pod schedule(String name) {
    return client
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("inference")
                .endMetadata()
                .withNewSpec()
                .withNodeName("gpu-1")
                .addNewContainer()
                .withName("server")
                .withImage(IMAGE)
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  private Pod seen(Pod pod) {
    return client.resource(pod).get();
  }

  private ContainerStatus container(Pod pod) {
    return seen(pod).getStatus().getContainerStatuses().getFirst();
  }

  private void awaitReady(Pod pod) {
    Eventually.within(SOON, () -> assertThat(Readiness.isPodReady(seen(pod))).isTrue());
  }

  private Answer ask(Pod pod, String path) {
    return ask(kubelet.address(pod.getMetadata().getUid()).orElseThrow(), path);
  }

  private Answer ask(URI uri, String path) {
    try {
      return http.send(new InetSocketAddress(uri.getHost(), uri.getPort()), Request.get(path));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
