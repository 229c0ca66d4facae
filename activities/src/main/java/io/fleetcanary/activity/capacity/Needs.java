package io.fleetcanary.activity.capacity;

import static java.util.Objects.requireNonNullElse;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a pod asks for, by resource: cores, bytes, GPUs.
 *
 * @param requests what a node must have free, itself as one of the node's {@code pods} included
 * @param limits what it may use at most
 */
record Needs(SortedMap<String, BigDecimal> requests, SortedMap<String, BigDecimal> limits) {
  private static final String PODS = "pods";

  Needs {
    requests = Collections.unmodifiableSortedMap(new TreeMap<>(requests));
    limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
  }

  static Needs of(PodSpec pod) {
    SortedMap<String, BigDecimal> requests = total(pod, Needs::requests);
    requests.put(PODS, BigDecimal.ONE);
    return new Needs(requests, total(pod, ResourceRequirements::getLimits));
  }

  /** Containers run together; the ones that prepare them run before, one by one. */
  private static SortedMap<String, BigDecimal> total(
      PodSpec pod, Function<ResourceRequirements, Map<String, Quantity>> which) {
    SortedMap<String, BigDecimal> total = new TreeMap<>();
    for (Container container : pod.getContainers()) {
      of(container, which).forEach((name, amount) -> total.merge(name, amount, BigDecimal::add));
    }
    for (Container container : pod.getInitContainers()) {
      of(container, which).forEach((name, amount) -> total.merge(name, amount, BigDecimal::max));
    }
    total.values().removeIf(amount -> amount.signum() <= 0);
    return total;
  }

  private static SortedMap<String, BigDecimal> of(
      Container container, Function<ResourceRequirements, Map<String, Quantity>> which) {
    ResourceRequirements resources = container.getResources();
    return resources == null ? new TreeMap<>() : amounts(which.apply(resources));
  }

  /** A limit without a request is one. */
  private static Map<String, Quantity> requests(ResourceRequirements resources) {
    SortedMap<String, Quantity> requests =
        new TreeMap<>(requireNonNullElse(resources.getLimits(), Map.of()));
    requests.putAll(requireNonNullElse(resources.getRequests(), Map.of()));
    return requests;
  }

  static SortedMap<String, BigDecimal> amounts(Map<String, Quantity> quantities) {
    SortedMap<String, BigDecimal> amounts = new TreeMap<>();
    if (quantities != null) {
      quantities.forEach(
          (name, quantity) -> amounts.put(name, Quantity.getAmountInBytes(quantity)));
    }
    return amounts;
  }
}
