package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RouteCheckTest {
  private final SurveyedChat chat = new SurveyedChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  @DisplayName("F15: refuses a cluster without Gateway API")
  void refusesAClusterWithoutGatewayApi() {
    chat.cluster.lack("/apis/gateway.networking.k8s.io/");
    chat.cluster.with(chat.deployment, chat.service);

    assertThat(chat.surveyAlone().problems())
        .containsExactly(
            "httproutes.gateway.networking.k8s.io must be known to the API server, got 404;"
                + " install it");
  }

  @Test
  void findsEveryRouteToTheService() {
    var survey = chat.survey(SurveyedChat.route("chat-internal"));

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.routes()).containsExactly("chat", "chat-internal");
  }

  @Test
  void saysWhichOfSeveralRoutesCannotBeSplit() {
    GenericKubernetesResource internal = SurveyedChat.route("chat-internal");
    rules(
        internal,
        Map.of("backendRefs", List.of(Map.of("name", "chat", "port", 80, "weight", 10_001))));

    assertThat(chat.survey(internal).problems())
        .containsExactly(
            "HTTPRoute chat-internal: route rule 1: weight must be at most 10000, got 10001 for"
                + " chat; divide the rule's weights");
  }

  @Test
  void letsOneOfSeveralRoutesSendNothing() {
    GenericKubernetesResource idle = SurveyedChat.route("chat-idle");
    rules(idle, Map.of("backendRefs", List.of(Map.of("name", "chat", "port", 80, "weight", 0))));

    assertThat(chat.survey(idle).problems()).isEmpty();
  }

  @Test
  void refusesRoutesThatSendNothingToTheService() {
    rules(
        chat.route,
        Map.of("backendRefs", List.of(Map.of("name", "chat", "port", 80, "weight", 0))));

    assertThat(chat.survey().problems())
        .containsExactly(
            "a route rule must send requests to service chat, got weight 0 or no rule;"
                + " give it a weight");
  }

  @Test
  void warnsOfARouteOfAnotherNamespaceToTheService() {
    GenericKubernetesResource edge = SurveyedChat.route("edge");
    edge.getMetadata().setNamespace("gateways");
    rules(edge, Map.of("backendRefs", List.of(Map.of("name", "chat", "namespace", "inference"))));

    var survey = chat.survey(edge);

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.warnings())
        .containsExactly(
            "HTTPRoute gateways/edge also leads to Service chat: what comes that way stays with"
                + " stable");
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

    assertThat(survey.routes()).containsExactly("chat", "chat-internal");
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
