package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouteCheckTest {
  private final SurveyedChat chat = new SurveyedChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  void refusesAClusterWithoutGatewayApi() {
    chat.cluster.lack("/apis/gateway.networking.k8s.io/");
    chat.cluster.with(chat.deployment, chat.service);

    assertThat(chat.surveyAlone().problems())
        .containsExactly(
            "httproutes.gateway.networking.k8s.io must be known to the API server, got 404;"
                + " install it");
  }

  @Test
  void refusesASecondRouteToTheService() {
    assertThat(chat.survey(SurveyedChat.route("chat-internal")).problems())
        .containsExactly(
            "only HTTPRoute chat may send requests to Service chat for now,"
                + " got also inference/chat-internal; merge them into one");
  }

  @Test
  void refusesARouteOfAnotherNamespaceToTheService() {
    GenericKubernetesResource edge = SurveyedChat.route("edge");
    edge.getMetadata().setNamespace("gateways");
    rules(edge, Map.of("backendRefs", List.of(Map.of("name", "chat", "namespace", "inference"))));

    assertThat(chat.survey(edge).problems())
        .containsExactly(
            "only HTTPRoute chat may send requests to Service chat for now,"
                + " got also gateways/edge; merge them into one");
  }

  @Test
  void allowsRoutesToOtherServicesAndNamespaces() {
    GenericKubernetesResource staging = SurveyedChat.route("chat");
    staging.getMetadata().setNamespace("staging");
    GenericKubernetesResource other = SurveyedChat.route("embed");
    rules(other, Map.of("backendRefs", List.of(Map.of("name", "embed"))));

    assertThat(chat.survey(staging, other).problems()).isEmpty();
  }

  @Test
  void looksAtItsOwnNamespaceWhereItMayNotLookElsewhere() {
    chat.cluster.with(
        chat.deployment, chat.service, chat.route, SurveyedChat.route("chat-internal"));
    chat.cluster.forbid("/v1/httproutes");

    var survey = chat.surveyAlone();

    assertThat(survey.problems())
        .containsExactly(
            "only HTTPRoute chat may send requests to Service chat for now,"
                + " got also inference/chat-internal; merge them into one");
    assertThat(survey.warnings()).containsExactly("could not see HTTPRoutes of other namespaces");
  }

  @Test
  void refusesARouteThatNoGatewayAccepts() {
    chat.route.setAdditionalProperty("status", Map.of());

    assertThat(chat.survey().problems())
        .containsExactly(
            "a gateway must accept the route, got route chat has no answer from any gateway;"
                + " repair it");
  }

  @Test
  void refusesARouteThatCannotBeSplit() {
    rules(
        chat.route,
        Map.of(
            "sessionPersistence",
            Map.of("sessionName", "chat"),
            "backendRefs",
            List.of(Map.of("name", "chat", "weight", 20_000))));

    assertThat(chat.survey().problems())
        .containsExactly(
            "route rule 1 must not have sessionPersistence, callers would stay where they are;"
                + " remove it for the rollout",
            "route rule 1: weight must be at most 10000, got 20000 for chat;"
                + " divide the rule's weights");
  }

  @Test
  void refusesARouteThatDoesNotSendToTheService() {
    rules(chat.route, Map.of("backendRefs", List.of(Map.of("name", "embed"))));

    assertThat(chat.survey().problems())
        .containsExactly(
            "a route rule must send requests to service chat, got weight 0 or no rule;"
                + " give it a weight");
  }

  private static void rules(GenericKubernetesResource route, Map<String, Object> rule) {
    route.setAdditionalProperty("spec", Map.of("rules", List.of(rule)));
  }
}
