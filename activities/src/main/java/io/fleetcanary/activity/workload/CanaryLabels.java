package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How canary pods are labelled: as stable's, but for as few labels as keep them out of stable's
 * Deployment and Service, and with a mark of their own.
 *
 * @param stable labels of stable's pods
 * @param changed the labels that differ, with stable's value
 * @param deployment keys that stable's Deployment selects by
 * @param service what stable's Service selects by
 */
public record CanaryLabels(
    SortedMap<String, String> stable,
    SortedMap<String, String> changed,
    SortedSet<String> deployment,
    SortedMap<String, String> service) {
  public static final String TRACK = "fleetcanary.io/track";
  public static final String CANARY = "canary";
  static final String SUFFIX = "-canary";

  /** Longest label value and longest name of a Service, characters. */
  static final int LONGEST = 63;

  public CanaryLabels {
    stable = new TreeMap<>(stable);
    changed = new TreeMap<>(changed);
    deployment = new TreeSet<>(deployment);
    service = new TreeMap<>(service);
  }

  /**
   * Chooses the labels to change: one that both selectors use, else one of each.
   *
   * @throws IllegalArgumentException if {@link #problem} finds one
   */
  public static CanaryLabels of(Deployment stable, Service service) {
    Optional<String> problem = problem(stable, service);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    SortedSet<String> deploymentKeys = keys(stable.getSpec().getSelector());
    Map<String, String> serviceSelector = service.getSpec().getSelector();
    SortedSet<String> serviceKeys = new TreeSet<>(serviceSelector.keySet());
    SortedSet<String> both = new TreeSet<>(deploymentKeys);
    both.retainAll(serviceKeys);

    SortedMap<String, String> changed = new TreeMap<>();
    Stream<SortedSet<String>> among =
        changeable(both, stable).isPresent()
            ? Stream.of(both)
            : Stream.of(deploymentKeys, serviceKeys);
    among
        .map(keys -> changeable(keys, stable).orElseThrow())
        .forEach(label -> changed.put(label.getKey(), label.getValue()));
    return new CanaryLabels(
        podLabels(stable), changed, deploymentKeys, new TreeMap<>(serviceSelector));
  }

  /** Why no labels can be found, {@code rule; fix}; empty when they can. */
  public static Optional<String> problem(Deployment stable, Service service) {
    LabelSelector selector = stable.getSpec().getSelector();
    if (selector.getMatchExpressions().stream()
        .anyMatch(rule -> !"In".equals(rule.getOperator()))) {
      return Optional.of(
          "the Deployment's selector must name label values, got Exists, DoesNotExist or NotIn;"
              + " select by matchLabels");
    }
    Map<String, String> serviceSelector = service.getSpec().getSelector();
    if (!Selectors.catches(serviceSelector, podLabels(stable))) {
      return Optional.of(
          "the Service's selector must select the Deployment's pods, got "
              + new TreeMap<>(serviceSelector)
              + "; correct one of them");
    }
    if (changeable(keys(selector), stable).isEmpty()
        || changeable(new TreeSet<>(serviceSelector.keySet()), stable).isEmpty()) {
      return Optional.of(
          "a label that the selectors use must be free to get "
              + SUFFIX
              + " behind its value, within "
              + LONGEST
              + " characters; shorten the value, or select by another label");
    }
    return Optional.empty();
  }

  /** Labels of the canary's pods. */
  public SortedMap<String, String> pods() {
    return marked(stable);
  }

  /** Selector of the canary's Deployment. */
  public SortedMap<String, String> deploymentSelector() {
    SortedMap<String, String> selected = new TreeMap<>(stable);
    selected.keySet().retainAll(deployment);
    return marked(selected);
  }

  /** Selector of the canary's Service. */
  public SortedMap<String, String> serviceSelector() {
    return marked(service);
  }

  /** The same labels as they are on something of the canary's. */
  SortedMap<String, String> marked(Map<String, String> labels) {
    SortedMap<String, String> marked = new TreeMap<>(labels);
    changed.forEach((key, value) -> marked.replace(key, value, value + SUFFIX));
    marked.put(TRACK, CANARY);
    return marked;
  }

  private static SortedMap<String, String> podLabels(Deployment stable) {
    return new TreeMap<>(stable.getSpec().getTemplate().getMetadata().getLabels());
  }

  private static SortedSet<String> keys(LabelSelector selector) {
    SortedSet<String> keys = new TreeSet<>(selector.getMatchLabels().keySet());
    selector.getMatchExpressions().forEach(rule -> keys.add(rule.getKey()));
    return keys;
  }

  /** Best the label that names the workload: people recognise the canary by it. */
  private static Optional<Map.Entry<String, String>> changeable(
      SortedSet<String> keys, Deployment stable) {
    String name = stable.getMetadata().getName();
    List<LabelSelectorRequirement> rules = stable.getSpec().getSelector().getMatchExpressions();
    return podLabels(stable).entrySet().stream()
        .filter(label -> keys.contains(label.getKey()))
        .filter(label -> !label.getValue().isEmpty())
        .filter(label -> label.getValue().length() + SUFFIX.length() <= LONGEST)
        .filter(label -> rules.stream().noneMatch(rule -> admitsCanary(rule, label)))
        .min(Comparator.comparing(label -> !name.equals(label.getValue())));
  }

  private static boolean admitsCanary(
      LabelSelectorRequirement rule, Map.Entry<String, String> label) {
    return rule.getKey().equals(label.getKey())
        && rule.getValues().contains(label.getValue() + SUFFIX);
  }
}
