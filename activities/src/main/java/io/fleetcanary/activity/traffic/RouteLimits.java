package io.fleetcanary.activity.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a route may not have, or its weights could not be split exactly, or not at all. */
public final class RouteLimits {
  /** Gateway API allows 1 000 000, and we multiply by 100. */
  private static final long HEAVIEST = 10_000;

  /** Gateway API allows so many backends in a rule, the canary's copies included. */
  private static final int MOST_BACKENDS = 16;

  private RouteLimits() {}

  /** All that stands against splitting this route, each {@code rule; fix}. */
  public static List<String> problems(RouteWeights weights, Map<String, Object> spec) {
    List<String> problems = new ArrayList<>();
    List<Map<String, Object>> rules = RouteWeights.rules(spec);
    for (int at = 0; at < rules.size(); at++) {
      Map<String, Object> rule = rules.get(at);
      String where = "route rule " + (at + 1);
      RouteRule split = new RouteRule(weights, rule);
      if (split.concerned()) {
        Stream.of(shape(weights, split, where), session(rule, where))
            .flatMap(Optional::stream)
            .forEach(problems::add);
        heaviest(rule, where).ifPresent(problems::add);
      }
      mirror(weights, rule, where).ifPresent(problems::add);
    }
    return problems;
  }

  private static Optional<String> shape(RouteWeights weights, RouteRule rule, String where) {
    if (rule.shifted()) {
      return Optional.of(
          where + " must not name " + weights.canary() + " yet; remove it from the route");
    }
    int backends = rule.backendsWhenSplit();
    return backends <= MOST_BACKENDS
        ? Optional.empty()
        : Optional.of(
            where
                + " must have at most "
                + MOST_BACKENDS
                + " backends with the canary's, got "
                + backends
                + "; split the rule");
  }

  private static Optional<String> heaviest(Map<String, Object> rule, String where) {
    return Trees.maps(rule, "backendRefs").stream()
        .filter(backend -> Backend.weight(backend) > HEAVIEST)
        .map(
            backend ->
                where
                    + ": weight must be at most "
                    + HEAVIEST
                    + ", got "
                    + Backend.weight(backend)
                    + " for "
                    + backend.get(Backend.NAME)
                    + "; divide the rule's weights")
        .findFirst();
  }

  private static Optional<String> session(Map<String, Object> rule, String where) {
    return rule.containsKey("sessionPersistence")
        ? Optional.of(
            where
                + " must not have sessionPersistence, callers would stay where they are;"
                + " remove it for the rollout")
        : Optional.empty();
  }

  private static Optional<String> mirror(
      RouteWeights weights, Map<String, Object> rule, String where) {
    return RouteWeights.mirrors(rule)
        .filter(target -> weights.points(target, weights.service()))
        .map(
            target ->
                where
                    + " must not mirror requests to service "
                    + weights.service()
                    + ", they would count as stable's; remove the RequestMirror")
        .findFirst();
  }
}
