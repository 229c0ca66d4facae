package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fleetcanary.lab.dataplane.Nodes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gives each pod the first node it may be on with enough GPUs left, the oldest pod first. */
public final class GpuScheduler implements Controller {
  private final KubernetesClient client;

  public GpuScheduler(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void reconcile(Snapshot seen) {
    SortedMap<String, Integer> free = free(seen);
    seen.pods().stream()
        .filter(pod -> !PodState.scheduled(pod) && !PodState.terminating(pod))
        .sorted(Owners::byAge)
        .forEach(pod -> schedule(pod, allowed(pod, seen), free));
  }

  /** GPUs left on each node. Pods on their way out hold theirs until they are gone. */
  private static SortedMap<String, Integer> free(Snapshot seen) {
    SortedMap<String, Integer> free = new TreeMap<>();
    for (Node node : seen.nodes()) {
      free.put(node.getMetadata().getName(), gpus(node.getStatus().getAllocatable()));
    }
    seen.pods().stream()
        .filter(PodState::scheduled)
        .forEach(pod -> free.merge(pod.getSpec().getNodeName(), -gpus(pod), Integer::sum));
    return free;
  }

  /** Names of the nodes that the pod's selector leaves. */
  private static List<String> allowed(Pod pod, Snapshot seen) {
    Map<String, String> wanted =
        Optional.ofNullable(pod.getSpec().getNodeSelector()).orElse(Map.of());
    return seen.nodes().stream()
        .map(Node::getMetadata)
        .filter(node -> node.getLabels().entrySet().containsAll(wanted.entrySet()))
        .map(ObjectMeta::getName)
        .toList();
  }

  private void schedule(Pod pod, List<String> nodes, SortedMap<String, Integer> free) {
    Resource<Pod> resource = client.resource(pod);
    Optional<String> node =
        free.entrySet().stream()
            .filter(room -> nodes.contains(room.getKey()) && room.getValue() >= gpus(pod))
            .map(Map.Entry::getKey)
            .findFirst();
    if (node.isPresent()) {
      free.merge(node.get(), -gpus(pod), Integer::sum);
      tell(resource, "True", Optional.empty());
      JsonPatch.set(resource, "/spec/nodeName", node.get());
    } else if (PodState.condition(pod, "PodScheduled").isEmpty()) {
      String why =
          "0/%d nodes are available: %d Insufficient %s."
              .formatted(free.size(), nodes.size(), Nodes.GPU);
      tell(resource, "False", Optional.of(why));
    }
  }

  private static void tell(Resource<Pod> pod, String status, Optional<String> unschedulable) {
    JsonPatch.set(
        pod,
        "/status/conditions",
        List.of(
            new PodConditionBuilder()
                .withType("PodScheduled")
                .withStatus(status)
                .withReason(unschedulable.map(why -> "Unschedulable").orElse(null))
                .withMessage(unschedulable.orElse(null))
                .withLastTransitionTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .build()));
  }

  private static int gpus(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .map(Container::getResources)
        .filter(resources -> resources != null && resources.getRequests() != null)
        .mapToInt(resources -> gpus(resources.getRequests()))
        .sum();
  }

  private static int gpus(Map<String, Quantity> resources) {
    return Optional.ofNullable(resources.get(Nodes.GPU))
        .map(gpus -> gpus.getNumericalAmount().intValueExact())
        .orElse(0);
  }
}
