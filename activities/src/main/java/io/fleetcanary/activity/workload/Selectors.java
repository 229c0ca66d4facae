package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;
import java.util.Optional;

/** Which labels a selector catches, as Kubernetes decides it. */
public final class Selectors {
  private Selectors() {}

  /**
   * Whether all pairs of a plain selector are there; an empty one, as of a Service, catches none.
   */
  public static boolean catches(Map<String, String> selector, Map<String, String> labels) {
    return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
  }

  /** Whether the selector catches the labels; an empty one, as of a budget, catches all. */
  public static boolean catches(LabelSelector selector, Map<String, String> labels) {
    return labels.entrySet().containsAll(selector.getMatchLabels().entrySet())
        && selector.getMatchExpressions().stream().allMatch(rule -> holds(rule, labels));
  }

  private static boolean holds(LabelSelectorRequirement rule, Map<String, String> labels) {
    Optional<String> value = Optional.ofNullable(labels.get(rule.getKey()));
    return switch (rule.getOperator()) {
      case "In" -> value.filter(rule.getValues()::contains).isPresent();
      case "NotIn" -> value.filter(rule.getValues()::contains).isEmpty();
      case "Exists" -> value.isPresent();
      case "DoesNotExist" -> value.isEmpty();
      default ->
          throw new IllegalArgumentException(
              "operator of a label selector must be In, NotIn, Exists or DoesNotExist, got "
                  + rule.getOperator());
    };
  }
}
