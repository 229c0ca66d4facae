package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.PodAffinityTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.WeightedPodAffinityTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Lets the selectors inside a pod template follow the labels: where stable's pods spread among
 * themselves, so do the canary's.
 */
final class FollowingSelectors {
  private final CanaryLabels labels;

  FollowingSelectors(CanaryLabels labels) {
    this.labels = labels;
  }

  /** Changes {@code pod} in place. */
  void rewrite(PodSpec pod) {
    Stream.concat(
            affinity(pod.getAffinity()),
            pod.getTopologySpreadConstraints().stream()
                .map(TopologySpreadConstraint::getLabelSelector))
        .filter(Objects::nonNull)
        .forEach(this::follow);
  }

  private static Stream<LabelSelector> affinity(Affinity affinity) {
    if (affinity == null) {
      return Stream.empty();
    }
    List<PodAffinityTerm> terms = new ArrayList<>();
    if (affinity.getPodAffinity() != null) {
      terms.addAll(affinity.getPodAffinity().getRequiredDuringSchedulingIgnoredDuringExecution());
      add(affinity.getPodAffinity().getPreferredDuringSchedulingIgnoredDuringExecution(), terms);
    }
    if (affinity.getPodAntiAffinity() != null) {
      terms.addAll(
          affinity.getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution());
      add(
          affinity.getPodAntiAffinity().getPreferredDuringSchedulingIgnoredDuringExecution(),
          terms);
    }
    return terms.stream().map(PodAffinityTerm::getLabelSelector);
  }

  private static void add(List<WeightedPodAffinityTerm> weighted, List<PodAffinityTerm> terms) {
    weighted.stream().map(WeightedPodAffinityTerm::getPodAffinityTerm).forEach(terms::add);
  }

  private void follow(LabelSelector selector) {
    boolean ours = Selectors.catches(selector, labels.stable());
    labels
        .changed()
        .forEach(
            (key, value) -> {
              if (ours) {
                selector.getMatchLabels().replace(key, value, value + CanaryLabels.SUFFIX);
              }
              selector.getMatchExpressions().stream()
                  .filter(rule -> rule.getKey().equals(key) && rule.getValues().contains(value))
                  .forEach(rule -> follow(rule, value, ours));
            });
  }

  /** "None but us" must go on to mean stable's pods too, so a NotIn grows and an In changes. */
  private static void follow(LabelSelectorRequirement rule, String value, boolean ours) {
    List<String> values = new ArrayList<>(rule.getValues());
    if ("NotIn".equals(rule.getOperator())) {
      values.add(value + CanaryLabels.SUFFIX);
    } else if (ours) {
      values.replaceAll(each -> each.equals(value) ? value + CanaryLabels.SUFFIX : each);
    }
    rule.setValues(values);
  }
}
