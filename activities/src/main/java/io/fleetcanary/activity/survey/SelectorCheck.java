package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.workload.CanaryLabels;
import io.fleetcanary.activity.workload.Selectors;
import java.util.Map;
import java.util.Optional;

/** Who would select the canary's pods, and who would not though it selects stable's. */
final class SelectorCheck {
  /** Longest name of a Service, characters. */
  private static final int LONGEST_NAME = 63;

  private final Sight sight;
  private final Remarks remarks;

  SelectorCheck(Sight sight, Remarks remarks) {
    this.sight = sight;
    this.remarks = remarks;
  }

  void check(Guards guards) {
    if (sight.workload().isPresent() && sight.service().isPresent()) {
      check(sight.workload().get(), sight.service().get(), guards);
    }
  }

  private void check(Deployment deployment, Service service, Guards guards) {
    if (sight.canaryName().length() > LONGEST_NAME) {
      remarks.problem(
          "the Service's name must leave room for -canary within " + LONGEST_NAME + " characters",
          "rename the Service");
    }
    checkOtherPods(deployment, service);
    Optional<String> problem = CanaryLabels.problem(deployment, service);
    remarks.problem(problem);
    if (problem.isEmpty()) {
      checkGuards(CanaryLabels.of(deployment, service), guards);
    }
  }

  private void checkOtherPods(Deployment deployment, Service service) {
    LabelSelector ours = deployment.getSpec().getSelector();
    sight.pods().stream()
        .filter(pod -> Selectors.catches(service.getSpec().getSelector(), labels(pod)))
        .filter(pod -> !Selectors.catches(ours, labels(pod)))
        .findFirst()
        .ifPresent(
            pod ->
                remarks.problem(
                    "Service "
                        + sight.request().service()
                        + " must select pods of Deployment "
                        + deployment.getMetadata().getName()
                        + " only, got pod "
                        + pod.getMetadata().getName(),
                    "give that pod another label"));
  }

  private void checkGuards(CanaryLabels labels, Guards guards) {
    sight.services().stream()
        .filter(each -> !each.getMetadata().getName().equals(sight.canaryName()))
        .filter(each -> Selectors.catches(each.getSpec().getSelector(), labels.pods()))
        .forEach(each -> caught("Service " + each.getMetadata().getName(), labels));
    guards.exclusive().stream()
        .filter(each -> Selectors.catches(each.selector(), labels.pods()))
        .forEach(each -> caught(each.toString(), labels));
    guards.shared().stream()
        .filter(each -> Selectors.catches(each.selector(), labels.stable()))
        .filter(each -> !Selectors.catches(each.selector(), labels.pods()))
        .forEach(
            each ->
                remarks.warn(each + " selects stable's pods but would not select the canary's"));
  }

  private void caught(String by, CanaryLabels labels) {
    String key = labels.changed().firstKey();
    remarks.problem(
        by + " must not select the canary's pods",
        "add " + key + ": " + labels.changed().get(key) + " to its selector");
  }

  private static Map<String, String> labels(Pod pod) {
    return pod.getMetadata().getLabels();
  }
}
