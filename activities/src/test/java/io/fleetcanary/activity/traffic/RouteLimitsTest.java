package io.fleetcanary.activity.traffic;

import static io.fleetcanary.activity.traffic.Routes.backend;
import static io.fleetcanary.activity.traffic.Routes.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteLimitsTest {
  private final RouteWeights weights = new RouteWeights("inference", "chat");

  @Test
  void findsNothingWrongWithAPlainRoute() {
    assertThat(problems(rule(backend("chat"), backend("other", 10_000)))).isEmpty();
  }

  @Test
  void refusesWeightsThatCannotBeMultiplied() {
    assertThat(problems(rule(backend("chat", 1), backend("other", 10_001))))
        .containsExactly(
            "route rule 1: weight must be at most 10000, got 10001 for other;"
                + " divide the rule's weights");
  }

  @Test
  void refusesRulesWithoutRoomForTheCanary() {
    Map<String, Object> full = rule(backend("chat", 1));
    List<Map<String, Object>> backends = new ArrayList<>(Trees.maps(full, "backendRefs"));
    for (int at = 0; at < 15; at++) {
      backends.add(backend("other-" + at, 1));
    }
    full.put("backendRefs", backends);

    assertThat(problems(full))
        .containsExactly(
            "route rule 1 must have at most 16 backends with the canary's, got 17; split the rule");
  }

  @Test
  void refusesSessionPersistence() {
    Map<String, Object> sticky = rule(backend("chat", 1));
    sticky.put("sessionPersistence", Map.of("sessionName", "chat"));

    assertThat(problems(sticky))
        .containsExactly(
            "route rule 1 must not have sessionPersistence, callers would stay where they are;"
                + " remove it for the rollout");
  }

  @Test
  void refusesMirrorsToTheService() {
    Map<String, Object> mirroring = rule(backend("other", 1));
    mirroring.put(
        "filters",
        List.of(
            Map.of(
                "type", "RequestMirror", "requestMirror", Map.of("backendRef", backend("chat")))));

    assertThat(problems(rule(backend("chat", 1)), mirroring))
        .containsExactly(
            "route rule 2 must not mirror requests to service chat, they would count as stable's;"
                + " remove the RequestMirror");
  }

  @Test
  void allowsMirrorsToSomethingElse() {
    Map<String, Object> mirroring = rule(backend("chat", 1));
    mirroring.put(
        "filters",
        List.of(
            Map.of(
                "type", "RequestMirror", "requestMirror", Map.of("backendRef", backend("audit")))));

    assertThat(problems(mirroring)).isEmpty();
  }

  @Test
  void refusesALeftoverCanary() {
    assertThat(problems(rule(backend("chat", 1), backend("chat-canary", 1))))
        .containsExactly("route rule 1 must not name chat-canary yet; remove it from the route");
  }

  @SafeVarargs
  private final List<String> problems(Map<String, Object>... rules) {
    Map<String, Object> spec = new LinkedHashMap<>();
    List<Map<String, Object>> list = new ArrayList<>();
    for (Map<String, Object> rule : rules) {
      list.add(rule);
    }
    spec.put("rules", list);
    return RouteLimits.problems(weights, spec);
  }
}
