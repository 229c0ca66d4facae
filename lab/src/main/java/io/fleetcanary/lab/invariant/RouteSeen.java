package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How an HTTPRoute's rules weigh stable, canary and others, read anew here. */
record RouteSeen(List<Rule> rules) {
  private static final double ROUNDING = 1e-9;

  static RouteSeen of(Optional<JsonNode> route, Intent intent) {
    return route
        .map(it -> ofSpec(it.path("spec"), intent))
        .orElseGet(() -> new RouteSeen(List.of()));
  }

  static RouteSeen ofSpec(JsonNode spec, Intent intent) {
    List<Rule> rules = new ArrayList<>();
    for (JsonNode rule : spec.path("rules")) {
      List<Long> stable = new ArrayList<>();
      List<Long> canary = new ArrayList<>();
      List<Long> others = new ArrayList<>();
      for (JsonNode backend : rule.path("backendRefs")) {
        String name = backend.path("name").asText();
        List<Long> whose =
            name.equals(intent.service())
                ? stable
                : name.equals(intent.canaryName()) ? canary : others;
        whose.add(backend.path("weight").asLong(1));
      }
      rules.add(new Rule(stable, canary, others));
    }
    return new RouteSeen(rules);
  }

  boolean namesCanary() {
    return rules.stream().anyMatch(rule -> !rule.canary().isEmpty());
  }

  /** The canary's largest share of what a rule has for the service, percent. */
  double share() {
    return rules.stream().mapToDouble(Rule::share).max().orElse(0);
  }

  boolean more(RouteSeen than) {
    return share() > than.share() + ROUNDING;
  }

  boolean moreThan(double percent) {
    return share() > percent + ROUNDING;
  }

  /** Whether all rules that have requests for the service share them alike. */
  boolean agrees() {
    return rules.stream()
            .filter(rule -> rule.total() > 0)
            .mapToDouble(Rule::share)
            .distinct()
            .count()
        <= 1;
  }

  /**
   * Weights of one rule's backends, in their order.
   *
   * @param others backends that are neither
   */
  record Rule(List<Long> stable, List<Long> canary, List<Long> others) {
    Rule {
      stable = List.copyOf(stable);
      canary = List.copyOf(canary);
      others = List.copyOf(others);
    }

    long total() {
      return sum(stable) + sum(canary);
    }

    double share() {
      return total() == 0 ? 0 : 100.0 * sum(canary) / total();
    }

    private static long sum(List<Long> weights) {
      return weights.stream().mapToLong(Long::longValue).sum();
    }
  }
}
