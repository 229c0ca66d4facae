package io.fleetcanary.lab.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
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
}
