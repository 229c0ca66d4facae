package io.fleetcanary.activity.traffic;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Weights between a Service and its canary in an HTTPRoute's spec, as a tree of maps and lists. No
 * method changes its argument.
 *
 * <pre>
 * chat 3, other 1   ──with 20 %──▶   chat 240, chat-canary 60, other 100   ──restored──▶   chat 3, other 1
 * </pre>
 *
 * @param namespace of route and Service
 * @param service the Service that callers use
 */
public record RouteWeights(String namespace, String service) {
  static final int SCALE = 100;

  public static RouteWeights of(ClusterPlan plan) {
    return new RouteWeights(plan.namespace(), plan.service());
  }

  /** The spec of a route as the client reads it. */
  public static Map<String, Object> spec(GenericKubernetesResource route) {
    return Trees.map(route.getAdditionalProperties(), "spec");
  }

  /** Whether a route of whatever namespace sends, or mirrors, requests to the Service. */
  public boolean concerns(GenericKubernetesResource route) {
    return rules(spec(route)).stream()
        .flatMap(rule -> Stream.concat(Trees.maps(rule, "backendRefs").stream(), mirrors(rule)))
        .map(target -> at(target, route.getMetadata().getNamespace()))
        .anyMatch(target -> points(target, service));
  }

  /** Where a rule sends copies of its requests. */
  static Stream<Map<String, Object>> mirrors(Map<String, Object> rule) {
    return Stream.concat(
            Trees.maps(rule, "filters").stream(),
            Trees.maps(rule, "backendRefs").stream()
                .flatMap(backend -> Trees.maps(backend, "filters").stream()))
        .map(filter -> Trees.map(Trees.map(filter, "requestMirror"), "backendRef"));
  }

  private static Map<String, Object> at(Map<String, Object> target, String namespace) {
    target.putIfAbsent("namespace", namespace);
    return target;
  }

  /**
   * The spec with this weight in every rule that names the Service, whatever weight it has now.
   *
   * @throws IllegalStateException if weights of such a rule are not those we wrote; see {@link
   *     #foreign}
   */
  public Map<String, Object> with(Map<String, Object> spec, TrafficWeight weight) {
    Optional<String> foreign = foreign(spec);
    if (foreign.isPresent()) {
      throw new IllegalStateException(foreign.get());
    }
    return mapped(spec, rule -> new RouteRule(this, rule).with(weight));
  }

  /**
   * The spec with no requests to the canary, in those rules only that name it. Works on anything:
   * what somebody else changed stays in proportion.
   */
  public Map<String, Object> withdrawn(Map<String, Object> spec) {
    return mapped(spec, rule -> new RouteRule(this, rule).withdrawn());
  }

  /** Whether any rule names the canary, with whatever weight. */
  public boolean names(Map<String, Object> spec) {
    return rules(spec).stream().anyMatch(rule -> new RouteRule(this, rule).shifted());
  }

  /** Whether any rule sends requests to the Service. */
  public boolean sends(Map<String, Object> spec) {
    return rules(spec).stream().anyMatch(rule -> new RouteRule(this, rule).sends());
  }

  /** The weight that all rules to the Service agree on; empty when there is none of ours. */
  public Optional<TrafficWeight> weight(Map<String, Object> spec) {
    List<Optional<TrafficWeight>> seen =
        rules(spec).stream()
            .map(rule -> new RouteRule(this, rule))
            .filter(RouteRule::sends)
            .map(RouteRule::weight)
            .distinct()
            .toList();
    return seen.size() == 1 ? seen.getFirst() : Optional.empty();
  }

  /** Which rule has our canary but not the weights we write, one sentence; empty when none has. */
  public Optional<String> foreign(Map<String, Object> spec) {
    List<Map<String, Object>> rules = rules(spec);
    for (int at = 0; at < rules.size(); at++) {
      if (new RouteRule(this, rules.get(at)).foreign()) {
        return Optional.of(
            "weights of route rule " + (at + 1) + " are not those the rollout wrote");
      }
    }
    return Optional.empty();
  }

  /** Which rule to the Service weighs otherwise than this, one sentence; empty when none does. */
  public Optional<String> other(Map<String, Object> spec, TrafficWeight weight) {
    List<Map<String, Object>> rules = rules(spec);
    for (int at = 0; at < rules.size(); at++) {
      RouteRule rule = new RouteRule(this, rules.get(at));
      if (rule.foreign() || (rule.sends() && !rule.weight().equals(Optional.of(weight)))) {
        String got = rule.weight().map(TrafficWeight::toString).orElse("other weights");
        return Optional.of(
            "route rule " + (at + 1) + " must send " + weight + " to " + canary() + ", got " + got);
      }
    }
    return Optional.empty();
  }

  /** That rules to the Service came or went, one sentence; empty when there are as many. */
  public Optional<String> otherRules(Map<String, Object> spec, Map<String, Object> original) {
    long now = concerned(spec);
    long before = concerned(original);
    return now == before
        ? Optional.empty()
        : Optional.of("route had " + before + " rules to service " + service + ", got " + now);
  }

  private long concerned(Map<String, Object> spec) {
    return rules(spec).stream().filter(rule -> new RouteRule(this, rule).concerned()).count();
  }

  /**
   * The spec as it was before: no canary in any rule, weights divided again where they are still
   * ours.
   *
   * @param original the spec before the rollout; tells which weights were absent
   */
  public Restored restored(Map<String, Object> spec, Map<String, Object> original) {
    List<Map<String, Object>> before = rules(original);
    List<Map<String, Object>> after = new ArrayList<>();
    for (Map<String, Object> live : rules(spec)) {
      int at = after.size();
      after.add(new RouteRule(this, live).restored(at < before.size() ? before.get(at) : Map.of()));
    }
    Map<String, Object> restored = replaced(spec, after);
    return new Restored(restored, RouteDifference.between(original, restored));
  }

  /**
   * A route's spec to write back.
   *
   * @param notes what was left as somebody else changed it, a sentence each
   */
  public record Restored(Map<String, Object> spec, List<String> notes) {
    public Restored {
      notes = List.copyOf(notes);
    }
  }

  String canary() {
    return ClusterPlan.canaryOf(service);
  }

  /** Whether a backend reference means this Service of the route's namespace. */
  boolean points(Map<String, Object> reference, String name) {
    return name.equals(Trees.text(reference, "name", ""))
        && "Service".equals(Trees.text(reference, "kind", "Service"))
        && Trees.text(reference, "group", "").isEmpty()
        && namespace.equals(Trees.text(reference, "namespace", namespace));
  }

  private static Map<String, Object> mapped(
      Map<String, Object> spec, UnaryOperator<Map<String, Object>> change) {
    return replaced(spec, rules(spec).stream().map(change).toList());
  }

  private static Map<String, Object> replaced(
      Map<String, Object> spec, List<Map<String, Object>> rules) {
    Map<String, Object> changed = new LinkedHashMap<>(spec);
    if (!rules.isEmpty()) {
      changed.put("rules", rules);
    }
    return changed;
  }

  static List<Map<String, Object>> rules(Map<String, Object> spec) {
    return Trees.maps(spec, "rules");
  }
}
