package io.fleetcanary.lab.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MockApiTest {
  private final MockApi api = new MockApi();
  private final KubernetesClient client = api.client();

  @AfterEach
  void close() {
    client.close();
    api.close();
  }

  @Test
  void tellsOfEveryChange() {
    AtomicInteger changes = new AtomicInteger();
    api.onChange(changes::incrementAndGet);

    ConfigMap made = client.resource(configMap()).create();
    client.resource(made).delete();

    assertThat(changes).hasValue(2);
  }

  @Test
  void listsWithoutARequest() {
    client.resource(pod("a")).create();
    client.resource(pod("b")).create();

    assertThat(api.list("/api/v1/pods", PodList.class).getItems())
        .extracting(pod -> pod.getMetadata().getName())
        .containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void replacesListsAndRemovesNullsInAMergePatch() {
    ConfigMap made = client.resource(configMap()).create();

    ConfigMap patched =
        client
            .resource(made)
            .patch(
                PatchContext.of(PatchType.JSON_MERGE),
                "{\"metadata\":{\"finalizers\":[\"x/c\"]},\"data\":{\"one\":null,\"three\":\"3\"}}");

    assertThat(patched.getMetadata().getFinalizers()).containsExactly("x/c");
    assertThat(patched.getData()).isEqualTo(Map.of("two", "2", "three", "3"));
  }

  @Test
  void refusesAPatchWhoseTestFails() {
    ConfigMap made = client.resource(configMap()).create();
    String patch = "[{\"op\":\"test\",\"path\":\"/data/one\",\"value\":\"2\"}]";

    assertThatThrownBy(() -> client.resource(made).patch(PatchContext.of(PatchType.JSON), patch))
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .extracting(KubernetesClientException::getCode)
        .isEqualTo(422);
  }

  @Test
  void refusesAStaleResourceVersion() {
    ConfigMap made = client.resource(configMap()).create();
    client.resource(made).edit(map -> new ConfigMapBuilder(map).addToData("four", "4").build());
    String patch =
        "[{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\"%s\"}]"
            .formatted(made.getMetadata().getResourceVersion());

    assertThatThrownBy(() -> client.resource(made).patch(PatchContext.of(PatchType.JSON), patch))
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .extracting(KubernetesClientException::getCode)
        .isEqualTo(409);
  }

  @Test
  void marksAScheduledPodAndRemovesItWithoutGrace() {
    Pod pod = client.resource(pod("a")).create();

    client.resource(pod).delete();
    Pod marked = client.resource(pod).get();
    client.resource(pod).withGracePeriod(0).delete();

    assertThat(marked.getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(marked.getMetadata().getDeletionGracePeriodSeconds()).isEqualTo(30);
    assertThat(client.resource(pod).get()).isNull();
  }

  @Test
  void removesAPodWithoutANodeAtOnce() {
    Pod pod =
        client
            .resource(new PodBuilder(pod("a")).editSpec().withNodeName(null).endSpec().build())
            .create();

    client.resource(pod).delete();

    assertThat(client.resource(pod).get()).isNull();
  }

  @Test
  void keepsAPodThatIsNotTheOneMeant() {
    Pod pod = client.resource(pod("a")).create();
    Map<String, Object> options =
        Map.of("gracePeriodSeconds", 0, "preconditions", Map.of("uid", "another"));

    assertThatThrownBy(() -> client.raw("/api/v1/namespaces/n/pods/a", "DELETE", options))
        .asInstanceOf(InstanceOfAssertFactories.type(KubernetesClientException.class))
        .extracting(KubernetesClientException::getCode)
        .isEqualTo(409);
    assertThat(client.resource(pod).get()).isNotNull();
  }

  @Test
  void tellsWatchersOfEveryChangeInOrder() throws Exception {
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    client.resource(pod("a")).create();
    Watch watch = client.pods().inNamespace("n").watch(new Told(told));

    Pod other = client.resource(pod("b")).create();
    client
        .resource(other)
        .edit(
            pod -> new PodBuilder(pod).editMetadata().addToLabels("l", "1").endMetadata().build());
    client.resource(other).withGracePeriod(0).delete();

    assertThat(List.of(next(told), next(told), next(told), next(told)))
        .containsExactly("ADDED a", "ADDED b", "MODIFIED b", "DELETED b");
    watch.close();
  }

  @Test
  void tellsWatchersWhatTheyMissed() throws Exception {
    client.resource(pod("a")).create();
    Pod going = client.resource(pod("b")).create();
    String seen = client.pods().inNamespace("n").list().getMetadata().getResourceVersion();
    client.resource(going).withGracePeriod(0).delete();
    BlockingQueue<String> told = new LinkedBlockingQueue<>();

    ListOptions options = new ListOptionsBuilder().withResourceVersion(seen).build();
    Watch watch = client.pods().inNamespace("n").watch(options, new Told(told));

    assertThat(next(told)).isEqualTo("DELETED b");
    watch.close();
  }

  /** The mock server's own watches freeze it for 30 s when one is closed in mid-event. */
  @Test
  void answersOthersWhileWatchesComeAndGo() {
    client.resource(configMap()).create();
    Duration slowest = Duration.ZERO;

    for (int i = 0; i < 100; i++) {
      String value = String.valueOf(i);
      long began = System.nanoTime();
      Watch watch = client.configMaps().inNamespace("n").watch(new Ignoring());
      client
          .configMaps()
          .inNamespace("n")
          .withName("map")
          .edit(old -> new ConfigMapBuilder(old).addToData("i", value).build());
      watch.close();
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
    }

    assertThat(slowest).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void grantsEverythingToEverybody() {
    SelfSubjectAccessReview answer =
        client
            .authorization()
            .v1()
            .selfSubjectAccessReview()
            .create(new SelfSubjectAccessReviewBuilder().build());

    assertThat(answer.getStatus().getAllowed()).isTrue();
  }

  private static ConfigMap configMap() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("map")
        .withNamespace("n")
        .withFinalizers("x/a", "x/b")
        .endMetadata()
        .addToData("one", "1")
        .addToData("two", "2")
        .build();
  }

  private static Pod pod(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("n")
        .endMetadata()
        .withNewSpec()
        .withNodeName("gpu-1")
        .endSpec()
        .build();
  }

  private static String next(BlockingQueue<String> told) throws InterruptedException {
    return String.valueOf(told.poll(60, TimeUnit.SECONDS));
  }

  private record Told(BlockingQueue<String> told) implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      told.add(action + " " + pod.getMetadata().getName());
    }

    @Override
    public void onClose(WatcherException cause) {
      told.add("closed: " + cause.getMessage());
    }
  }

  private static final class Ignoring implements Watcher<ConfigMap> {
    @Override
    public void eventReceived(Action action, ConfigMap map) {}

    @Override
    public void onClose(WatcherException cause) {}
  }
}
