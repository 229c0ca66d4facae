package io.fleetcanary.activity.traffic;

import static io.fleetcanary.activity.traffic.Routes.backend;
import static io.fleetcanary.activity.traffic.Routes.rule;
import static io.fleetcanary.activity.traffic.Routes.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fleetcanary.core.plan.TrafficWeight;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RouteWeightsTest {
  private final RouteWeights weights = new RouteWeights("inference", "chat");

  @Test
  void multipliesAllWeightsAndSplitsStables() {
    var before = spec(rule(backend("chat", 3), backend("other", 1)));

    var after = weights.with(before, new TrafficWeight(20));

    assertThat(after)
        .isEqualTo(
            spec(rule(backend("chat", 240), backend("chat-canary", 60), backend("other", 100))));
  }

  @Test
  void leavesRulesToOtherServicesAlone() {
    var before = spec(rule(backend("other", 1)), rule(backend("chat", 1)));

    var after = weights.with(before, new TrafficWeight(5));

    assertThat(after)
        .isEqualTo(
            spec(rule(backend("other", 1)), rule(backend("chat", 95), backend("chat-canary", 5))));
  }

  @Test
  void copiesPortAndFiltersToTheCanary() {
    Map<String, Object> header =
        Map.of("type", "RequestHeaderModifier", "requestHeaderModifier", Map.of());
    var chat = backend("chat", 1);
    chat.put("port", 8080);
    chat.put("filters", List.of(header));

    var after = weights.with(spec(rule(chat)), new TrafficWeight(10));

    var canary = RouteWeights.rules(after).getFirst();
    assertThat(Trees.maps(canary, "backendRefs").get(1))
        .containsEntry("name", "chat-canary")
        .containsEntry("weight", 10)
        .containsEntry("port", 8080)
        .containsEntry("filters", List.of(header));
  }

  @Test
  void takesAbsentWeightsAsOne() {
    var before = spec(rule(backend("chat"), backend("other", 3)));

    var after = weights.with(before, new TrafficWeight(25));

    assertThat(after)
        .isEqualTo(
            spec(rule(backend("chat", 75), backend("chat-canary", 25), backend("other", 300))));
  }

  @Test
  void tellsAnotherWeightThanItWrote() {
    var before = spec(rule(backend("chat", 3), backend("other", 1)), rule(backend("chat", 1)));
    TrafficWeight twenty = new TrafficWeight(20);

    var after = weights.with(before, twenty);

    assertThat(weights.other(after, twenty)).isEmpty();
    assertThat(weights.other(weights.with(before, new TrafficWeight(5)), twenty))
        .contains("route rule 1 must send 20 % to chat-canary, got 5 %");
    assertThat(weights.other(before, twenty))
        .contains("route rule 1 must send 20 % to chat-canary, got other weights");
    assertThat(weights.other(spec(rule(backend("chat", 2), backend("chat-canary", 3))), twenty))
        .contains("route rule 1 must send 20 % to chat-canary, got other weights");
  }

  @Test
  void expectsNothingOfRulesThatSendNothingToTheService() {
    var silent = spec(rule(backend("chat", 0), backend("other", 1)), rule(backend("other", 1)));

    assertThat(weights.other(silent, new TrafficWeight(20))).isEmpty();
  }

  @Test
  void tellsRulesThatCameOrWent() {
    var before = spec(rule(backend("chat", 1)), rule(backend("other", 1)));
    var after = weights.with(before, new TrafficWeight(20));

    assertThat(weights.otherRules(after, before)).isEmpty();
    assertThat(weights.otherRules(spec(rule(backend("other", 1))), before))
        .contains("route had 1 rules to service chat, got 0");
    assertThat(weights.otherRules(spec(rule(backend("chat"))), before)).isEmpty();
  }

  @Test
  void readsBackWhatItWrote() {
    var before = spec(rule(backend("chat", 3), backend("other", 1)), rule(backend("chat")));

    var after = weights.with(before, new TrafficWeight(37));

    assertThat(weights.weight(after)).contains(new TrafficWeight(37));
    assertThat(weights.weight(before)).isEmpty();
  }

  @Test
  void seesNoWeightWhereRulesDisagree() {
    var half =
        spec(
            rule(backend("chat", 50), backend("chat-canary", 50)),
            rule(backend("chat", 90), backend("chat-canary", 10)));

    assertThat(weights.weight(half)).isEmpty();
  }

  @Test
  void meansOnlyTheServiceOfItsOwnNamespace() {
    var elsewhere = backend("chat", 1);
    elsewhere.put("namespace", "staging");
    var pool = backend("chat", 1);
    pool.put("kind", "InferencePool");
    pool.put("group", "inference.networking.k8s.io");
    var here = backend("chat", 1);
    here.put("namespace", "inference");
    here.put("kind", "Service");
    here.put("group", "");

    assertThat(weights.concerns(route("inference", rule(elsewhere, pool)))).isFalse();
    assertThat(weights.concerns(route("inference", rule(here)))).isTrue();
    assertThat(weights.concerns(route("staging", rule(here)))).isTrue();
    assertThat(weights.concerns(route("staging", rule(backend("chat"))))).isFalse();
  }

  @Test
  void isConcernedByMirrorsToo() {
    var mirroring = rule(backend("other"));
    var mirror = Map.of("requestMirror", Map.of("backendRef", backend("chat")));
    mirroring.put("filters", List.of(mirror));

    assertThat(weights.concerns(route("inference", mirroring))).isTrue();
  }

  private static GenericKubernetesResource route(String namespace, Map<String, Object> rule) {
    return new GenericKubernetesResourceBuilder()
        .withNewMetadata()
        .withName("chat")
        .withNamespace(namespace)
        .endMetadata()
        .addToAdditionalProperties("spec", spec(rule))
        .build();
  }

  @Test
  void refusesToGoOnWhereSomebodyElseChangedAWeight() {
    var edited = spec(rule(backend("chat", 80), backend("chat-canary", 20), backend("other", 30)));

    assertThat(weights.foreign(edited))
        .contains("weights of route rule 1 are not those the rollout wrote");
    assertThatThrownBy(() -> weights.with(edited, new TrafficWeight(50)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("weights of route rule 1 are not those the rollout wrote");
  }

  @Test
  void withdrawsEvenWhereSomebodyElseChangedAWeight() {
    var edited = spec(rule(backend("chat", 80), backend("chat-canary", 21), backend("other", 30)));

    var after = weights.withdrawn(edited);

    assertThat(after)
        .isEqualTo(
            spec(rule(backend("chat", 101), backend("chat-canary", 0), backend("other", 30))));
  }

  @Test
  void withdrawsNothingFromARouteItNeverTouched() {
    var untouched = spec(rule(backend("chat"), backend("other", 3)));

    assertThat(weights.withdrawn(untouched)).isEqualTo(untouched);
  }

  @Test
  void givesTheCanarysRequestsToStableWhereSomebodyRemovedStable() {
    var orphaned = spec(rule(backend("chat-canary", 20), backend("other", 100)));

    var after = weights.withdrawn(orphaned);

    assertThat(after).isEqualTo(spec(rule(backend("other", 100), backend("chat", 20))));
  }

  @Test
  void restoresWeightsAndAbsence() {
    var before = spec(rule(backend("chat"), backend("other", 1)), rule(backend("chat", 7)));
    var shifted = weights.with(before, new TrafficWeight(50));

    var restored = weights.restored(shifted, before);

    assertThat(restored).isEqualTo(new RouteWeights.Restored(before, List.of()));
  }

  @Test
  void keepsTheProportionsOfWhoeverChangedWeightsAndSaysSo() {
    var before = spec(rule(backend("chat", 1), backend("other", 1)));
    var edited = spec(rule(backend("chat", 80), backend("chat-canary", 20), backend("other", 30)));

    var restored = weights.restored(edited, before);

    assertThat(restored.spec()).isEqualTo(spec(rule(backend("chat", 100), backend("other", 30))));
    assertThat(restored.notes())
        .containsExactly("route rule 1 was changed by somebody else and stays");
  }

  @Test
  void restoresBesideARuleThatSomebodyAdded() {
    var before = spec(rule(backend("chat", 1)));
    var grown =
        spec(rule(backend("chat", 80), backend("chat-canary", 20)), rule(backend("new", 1)));

    var restored = weights.restored(grown, before);

    assertThat(restored.spec()).isEqualTo(spec(rule(backend("chat", 1)), rule(backend("new", 1))));
    assertThat(restored.notes()).containsExactly("route had 1 rules, somebody else made it 2");
  }

  @Test
  void saysWhichOtherFieldSomebodyChanged() {
    var before = spec(rule(backend("chat", 1)));
    before.put("hostnames", List.of("chat.example"));
    var edited = weights.with(before, new TrafficWeight(5));
    edited.put("hostnames", List.of("new.example"));

    var restored = weights.restored(edited, before);

    assertThat(restored.spec()).containsEntry("hostnames", List.of("new.example"));
    assertThat(restored.notes())
        .containsExactly("route's hostnames were changed by somebody else and stay");
  }
}
