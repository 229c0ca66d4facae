package io.fleetcanary.lab.real;

import static io.fleetcanary.lab.real.SurveyCases.route;
import static io.fleetcanary.lab.real.SurveyCases.yaml;

import io.fleetcanary.lab.real.SurveyCases.Case;
import java.util.stream.Stream;

/** What can be wrong about the routes to a service. */
final class RouteCases {
  private static final String ODD =
      """
      {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: odd}, spec:
        {parentRefs: [{name: none}], rules: [{backendRefs: [{name: chat, port: 80}]}]}}
      """;

  /** A field that only the experimental channel has. */
  static final Case SESSIONS =
      route(
          "route rule 1 must not have sessionPersistence, callers would stay where they are; remove"
              + " it for the rollout",
          "{\"spec\": {\"rules\": [{\"sessionPersistence\": {\"sessionName\": \"chat\"},"
              + " \"backendRefs\": [{\"name\": \"chat\", \"port\": 80}]}]}}");

  private RouteCases() {}

  static Stream<Case> refused() {
    return Stream.of(split(), routed(), answered()).flatMap(cases -> cases);
  }

  private static Stream<Case> split() {
    String mirror =
        """
        {"name": "embed", "port": 80}], "filters": [{"type": "RequestMirror",
          "requestMirror": {"backendRef": {"name": "chat", "port": 80}}}
        """;
    String many = "{\"name\": \"chat\", \"port\": 80}, ".repeat(9).replaceAll(", $", "");
    return Stream.of(
        route(
            "route rule 1 must not name chat-canary yet; remove it from the route",
            backends(
                "{\"name\": \"chat\", \"port\": 80}, {\"name\": \"chat-canary\", \"port\": 80}")),
        route(
            "route rule 1 must not mirror requests to service chat, they would count as stable's;"
                + " remove the RequestMirror",
            backends(mirror)),
        route(
            "route rule 1 must have at most 16 backends with the canary's, got 18; split the rule",
            backends(many)),
        yaml(
            "HTTPRoute chat-batch: route rule 1: weight must be at most 10000, got 10001 for chat;"
                + " divide the rule's weights",
            "{apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute,"
                + " metadata: {name: chat-batch}, spec: {rules: [{backendRefs:"
                + " [{name: chat, port: 80, weight: 10001}]}]}}"));
  }

  private static Stream<Case> routed() {
    return Stream.of(
        route(
            "route rule 1: weight must be at most 10000, got 20000 for chat; divide the rule's"
                + " weights",
            backends("{\"name\": \"chat\", \"port\": 80, \"weight\": 20000}")),
        route(
            "a route rule must send requests to service chat, got weight 0 or no rule; give it a"
                + " weight",
            backends("{\"name\": \"embed\", \"port\": 80}")));
  }

  /** Routes that no gateway here looks at, so that what stands there is what a case writes. */
  private static Stream<Case> answered() {
    return Stream.of(
        new Case(
            "a gateway must accept the route, got route odd has no answer from any gateway; repair"
                + " it",
            here -> here.with(ODD)),
        status(
            "a gateway must accept the route, got route odd: its gateway has not yet seen"
                + " generation 1; repair it",
            0,
            "True"),
        status(
            "a gateway must accept the route, got route odd: not Accepted: Pending: as a case says;"
                + " repair it",
            1,
            "False"));
  }

  private static Case status(String says, int generation, String accepted) {
    String status =
        """
        {"status": {"parents": [{"controllerName": "example.com/none", "parentRef": {"name": "none"},
          "conditions": [{"type": "Accepted", "status": "%s", "observedGeneration": %d,
            "reason": "Pending", "message": "as a case says",
            "lastTransitionTime": "2026-11-25T12:00:00Z"}]}]}}
        """
            .formatted(accepted, generation);
    return new Case(says, here -> here.with(ODD).routeStatus("odd", status));
  }

  private static String backends(String backend) {
    return "{\"spec\": {\"rules\": [{\"backendRefs\": [%s]}]}}".formatted(backend);
  }
}
