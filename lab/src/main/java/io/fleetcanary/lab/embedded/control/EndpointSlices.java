package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps one slice per service with the pods it selects and whether they take requests. */
public final class EndpointSlices implements Controller {
  /** The label of a slice that names its service. */
  public static final String SERVICE = "kubernetes.io/service-name";

  private static final int DEFAULT_PORT = 8080;

  private final KubernetesClient client;

  public EndpointSlices(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void reconcile(Snapshot seen) {
    for (Service service : seen.services()) {
      Map<String, String> selector = service.getSpec().getSelector();
      if (selector != null && !selector.isEmpty()) {
        reconcile(service, seen);
      }
    }
  }

  private void reconcile(Service service, Snapshot seen) {
    List<Pod> pods = seen.pods().stream().filter(pod -> selects(service, pod)).toList();
    List<Endpoint> endpoints = pods.stream().map(EndpointSlices::endpoint).toList();
    List<EndpointPort> ports =
        service.getSpec().getPorts().stream().map(port -> port(port, pods)).toList();
    Optional<EndpointSlice> slice = Owners.owned(seen.slices(), service).stream().findFirst();
    if (slice.isEmpty()) {
      client.resource(slice(service, endpoints, ports)).create();
    } else if (!slice.get().getEndpoints().equals(endpoints)
        || !slice.get().getPorts().equals(ports)) {
      EndpointSlice newer =
          new EndpointSliceBuilder(slice.get()).withEndpoints(endpoints).withPorts(ports).build();
      client.resource(newer).update();
    }
  }

  private static boolean selects(Service service, Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return pod.getMetadata().getNamespace().equals(service.getMetadata().getNamespace())
        && labels != null
        && labels.entrySet().containsAll(service.getSpec().getSelector().entrySet())
        && pod.getStatus() != null
        && pod.getStatus().getPodIP() != null;
  }

  private static Endpoint endpoint(Pod pod) {
    boolean ready = PodState.ready(pod);
    boolean terminating = PodState.terminating(pod);
    return new EndpointBuilder()
        .withAddresses(pod.getStatus().getPodIP())
        .withNewConditions(ready && !terminating, ready, terminating)
        .withNodeName(pod.getSpec().getNodeName())
        .withNewTargetRef()
        .withKind("Pod")
        .withName(pod.getMetadata().getName())
        .withNamespace(pod.getMetadata().getNamespace())
        .withUid(pod.getMetadata().getUid())
        .endTargetRef()
        .build();
  }

  private static EndpointPort port(ServicePort port, List<Pod> pods) {
    return new EndpointPortBuilder()
        .withName(port.getName() == null ? "" : port.getName())
        .withPort(number(port, pods))
        .withProtocol("TCP")
        .build();
  }

  private static int number(ServicePort port, List<Pod> pods) {
    if (port.getTargetPort() == null) {
      return port.getPort();
    }
    return Optional.ofNullable(port.getTargetPort().getIntVal())
        .orElseGet(() -> named(port.getTargetPort().getStrVal(), pods));
  }

  private static int named(String name, List<Pod> pods) {
    return pods.stream()
        .flatMap(pod -> pod.getSpec().getContainers().stream())
        .map(Container::getPorts)
        .flatMap(List::stream)
        .filter(port -> name.equals(port.getName()))
        .map(ContainerPort::getContainerPort)
        .findFirst()
        .orElse(DEFAULT_PORT);
  }

  private static EndpointSlice slice(
      Service service, List<Endpoint> endpoints, List<EndpointPort> ports) {
    String uid = service.getMetadata().getUid();
    return new EndpointSliceBuilder()
        .withNewMetadata()
        .withName(service.getMetadata().getName() + "-" + uid.substring(0, 5))
        .withNamespace(service.getMetadata().getNamespace())
        .addToLabels(SERVICE, service.getMetadata().getName())
        .addToLabels("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
        .withOwnerReferences(Owners.reference(service))
        .endMetadata()
        .withAddressType("IPv4")
        .withEndpoints(endpoints)
        .withPorts(ports)
        .build();
  }
}
