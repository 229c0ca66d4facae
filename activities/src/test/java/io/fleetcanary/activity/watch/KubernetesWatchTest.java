package io.fleetcanary.activity.watch;

import static java.net.URLDecoder.decode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fleetcanary.activity.analysis.WatchedCluster.Listener;
import io.fleetcanary.activity.workload.Chat;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class KubernetesWatchTest {
  private static final Pod POD =
      Chat.canaryPod("chat-canary-1").edit().editMetadata().withUid("u-1").endMetadata().build();

  private final Told told = new Told();
  private WatchedApi api;
  private KubernetesWatch cluster;

  @BeforeEach
  void begin() throws IOException {
    api = new WatchedApi(Chat.deployment(), Chat.canary());
    cluster = new KubernetesWatch(api.clusters());
  }

  @AfterEach
  void end() throws IOException {
    api.close();
  }

  @Test
  void watchesThePodsOfBothArmsAndNoOthers() {
    follow();

    assertThat(api.asked())
        .singleElement()
        .extracting(path -> decode(path, UTF_8))
        .asString()
        .startsWith("/api/v1/namespaces/inference/pods?")
        .contains("labelSelector=app in (chat,chat-canary)", "allowWatchBookmarks=true")
        .doesNotContain("resourceVersion");
  }

  @ParameterizedTest
  @MethodSource
  void tellsOfAChange(UnaryOperator<PodBuilder> change) throws InterruptedException {
    follow();
    WebSocket watch = api.watch();
    WatchedApi.tell(watch, "ADDED", POD);
    assertThat(told.next()).isEqualTo("changed");

    WatchedApi.tell(watch, "MODIFIED", change.apply(new PodBuilder(POD)).build());

    assertThat(told.next()).isEqualTo("changed");
  }

  static Stream<UnaryOperator<PodBuilder>> tellsOfAChange() {
    return Stream.of(
        pod -> pod.editStatus().editFirstCondition().withStatus("False").endCondition().endStatus(),
        pod -> pod.editMetadata().withDeletionTimestamp("2026-11-27T12:00:00Z").endMetadata(),
        KubernetesWatchTest::restarted,
        KubernetesWatchTest::outOfMemory,
        KubernetesWatchTest::unschedulable);
  }

  private static PodBuilder restarted(PodBuilder pod) {
    return pod.editStatus()
        .editFirstContainerStatus()
        .withRestartCount(1)
        .endContainerStatus()
        .endStatus();
  }

  private static PodBuilder outOfMemory(PodBuilder pod) {
    return pod.editStatus()
        .editFirstContainerStatus()
        .withState(
            new ContainerStateBuilder()
                .withNewTerminated()
                .withReason("OOMKilled")
                .withExitCode(137)
                .endTerminated()
                .build())
        .endContainerStatus()
        .endStatus();
  }

  private static PodBuilder unschedulable(PodBuilder pod) {
    return pod.editStatus()
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .endCondition()
        .endStatus();
  }

  @Test
  void tellsOfAPodThatHasGone() throws InterruptedException {
    follow();
    WebSocket watch = api.watch();
    WatchedApi.tell(watch, "ADDED", POD);
    told.next();

    WatchedApi.tell(watch, "DELETED", POD);

    assertThat(told.next()).isEqualTo("changed");
  }

  /** Notes on pods change often, and no look reads them; a bookmark is a sign of life. */
  @Test
  void asksForNoLookWhereNothingHasChangedThatOneWouldSee() throws InterruptedException {
    follow();
    WebSocket watch = api.watch();
    WatchedApi.tell(watch, "ADDED", POD);
    told.next();

    Pod noted = POD.edit().editMetadata().addToAnnotations("seen", "1").endMetadata().build();
    WatchedApi.tell(watch, "MODIFIED", noted);
    WatchedApi.tell(watch, "BOOKMARK", new PodBuilder().withNewMetadata().endMetadata().build());

    assertThat(told.next()).isEqualTo("alive");
    assertThat(told.next()).isEqualTo("alive");
  }

  @Test
  @DisplayName("F14: a watch that is too old (410) ends, and says so")
  void endsWhereTheServerHasForgottenWhatItSaw() throws InterruptedException {
    follow();

    WatchedApi.tell(
        api.watch(),
        "ERROR",
        new StatusBuilder().withStatus("Failure").withCode(410).withReason("Expired").build());

    assertThat(told.next()).isEqualTo("ended");
    assertThat(api.asked()).as("opened again by nobody but the one who is told").hasSize(1);
  }

  @Test
  @DisplayName("F14: a watch that the server closes ends, and says so")
  void endsWhereTheServerCloses() throws InterruptedException {
    follow();

    api.watch().close(1000, "");

    assertThat(told.next()).isEqualTo("ended");
  }

  @Test
  void isNotAllowedWithoutTheRight() {
    api.refuses(403);

    assertThat(cluster.follow(Chat.plan(), told)).isEmpty();
  }

  @Test
  void cannotBeHadWhereSomethingInBetweenSpeaksNoWebSockets() {
    api.refuses(501);

    assertThatThrownBy(() -> cluster.follow(Chat.plan(), told))
        .isInstanceOf(KubernetesClientException.class);
  }

  @Test
  void leavesNoThreadAndNoLineBehind() throws InterruptedException {
    follow().orElseThrow().run();
    int before = threads();

    for (int i = 0; i < 50; i++) {
      follow().orElseThrow().run();
    }

    while (api.closed() < 51 || threads() > before + 10) {
      Thread.sleep(10); // the test's time limit is the assertion
    }
  }

  /** Platform threads; the pools of client and server come and go by a few. */
  private static int threads() {
    return Thread.getAllStackTraces().size();
  }

  @Test
  void keepsNoWorkerFromStopping() {
    follow();
    long begin = System.nanoTime();

    api.clusters().close();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
  }

  private Optional<Runnable> follow() {
    Optional<Runnable> end = cluster.follow(Chat.plan(), told);
    assertThat(end).isPresent();
    return end;
  }

  private static final class Told implements Listener {
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

    String next() throws InterruptedException {
      return String.valueOf(words.poll(30, TimeUnit.SECONDS));
    }

    @Override
    public void hears(boolean changed) {
      words.add(changed ? "changed" : "alive");
    }

    @Override
    public void ends() {
      words.add("ended");
    }
  }
}
