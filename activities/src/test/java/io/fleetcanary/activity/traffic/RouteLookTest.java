package io.fleetcanary.activity.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.activity.workload.MockCluster;
import io.fleetcanary.core.plan.TrafficWeight;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RouteLookTest {
  private static final TrafficWeight FIVE = new TrafficWeight(5);
  private final MockCluster cluster = new MockCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  static List<Arguments> answers() {
    return List.of(
        Arguments.of(List.of(parent("True", "True", 1)), ""),
        Arguments.of(List.of(parent("False", "True", 1), parent("True", "True", 2)), ""),
        Arguments.of(List.of(), "route chat has no answer from any gateway"),
        Arguments.of(
            List.of(parent("True", "True", 0)),
            "route chat: its gateway has not yet seen generation 1"),
        Arguments.of(
            List.of(parent("False", "True", 1)), "route chat: not Accepted: Because: of this"),
        Arguments.of(
            List.of(parent("True", "False", 1)), "route chat: not ResolvedRefs: Because: of this"),
        Arguments.of(
            List.of(Map.of("conditions", List.of())),
            "route chat: its gateway has not yet seen generation 1"));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void needsOneParentThatAcceptsTheRouteAsItIs(List<Map<String, Object>> parents, String missing) {
    assertThat(RouteLook.notAccepted(route(parents)))
        .isEqualTo(Optional.of(missing).filter(sentence -> !sentence.isEmpty()));
  }

  @Test
  void missesNothingWhenAcceptedAndBothServicesHaveEndpoints() {
    cluster.with(route(List.of(parent("True", "True", 1))));
    cluster.with(slice("chat", endpoint("chat-1", true)));
    cluster.with(slice("chat-canary", endpoint("chat-canary-1", true)));

    assertThat(RouteLook.missing(cluster.client(), Chat.plan(), FIVE)).isEmpty();
  }

  @Test
  void missesTheCanarysEndpoints() {
    cluster.with(route(List.of(parent("True", "True", 1))));
    cluster.with(slice("chat", endpoint("chat-1", true)));
    cluster.with(slice("chat-canary", endpoint("chat-canary-1", false)));

    assertThat(RouteLook.missing(cluster.client(), Chat.plan(), FIVE))
        .contains("service chat-canary has no ready endpoint");
  }

  @Test
  void needsNoCanaryForAWeightOfZero() {
    cluster.with(route(List.of(parent("True", "True", 1))));
    cluster.with(slice("chat", endpoint("chat-1", true)));

    assertThat(RouteLook.missing(cluster.client(), Chat.plan(), TrafficWeight.NONE)).isEmpty();
  }

  @Test
  void missesARouteThatIsGone() {
    assertThat(RouteLook.missing(cluster.client(), Chat.plan(), FIVE))
        .contains("route chat is gone");
  }

  @Test
  void countsAPodOfTwoAddressFamiliesOnce() {
    cluster.with(
        slice("chat", endpoint("chat-1", true), endpoint("chat-2", true)),
        slice("chat", endpoint("chat-1", true), endpoint("chat-3", false)));

    assertThat(RouteLook.readyEndpoints(cluster.client(), "inference", "chat")).isEqualTo(2);
  }

  private static GenericKubernetesResource route(List<Map<String, Object>> parents) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("gateway.networking.k8s.io/v1")
        .withKind("HTTPRoute")
        .withNewMetadata()
        .withName("chat")
        .withNamespace("inference")
        .withGeneration(1L)
        .endMetadata()
        .addToAdditionalProperties("status", Map.of("parents", parents))
        .build();
  }

  private static Map<String, Object> parent(String accepted, String resolved, int generation) {
    return Map.of(
        "conditions",
        List.of(
            condition("Accepted", accepted, generation),
            condition("ResolvedRefs", resolved, generation)));
  }

  private static Map<String, Object> condition(String type, String status, int generation) {
    return Map.of(
        "type",
        type,
        "status",
        status,
        "reason",
        "Because",
        "message",
        "of this",
        "observedGeneration",
        generation);
  }

  private static EndpointSlice slice(String service, Endpoint... endpoints) {
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withGenerateName(service + "-")
        .withNamespace("inference")
        .withLabels(Map.of("kubernetes.io/service-name", service))
        .endMetadata()
        .withAddressType("IPv4")
        .withEndpoints(endpoints)
        .build();
  }

  private static Endpoint endpoint(String pod, boolean ready) {
    return new EndpointBuilder()
        .withAddresses("192.0.2.1")
        .withNewConditions()
        .withReady(ready)
        .endConditions()
        .withNewTargetRef()
        .withKind("Pod")
        .withName(pod)
        .endTargetRef()
        .build();
  }
}
