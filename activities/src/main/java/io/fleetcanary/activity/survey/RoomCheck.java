package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.capacity.NodeRoom;
import io.fleetcanary.activity.capacity.QuotaRoom;
import io.fleetcanary.activity.capacity.Room;
import io.fleetcanary.core.fleet.StableSeen;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How much of stable there is, how fast its pods start, and how many more the cluster can take. */
final class RoomCheck {
  /** What Kubernetes takes where a Deployment does not say. */
  private static final IntOrString QUARTER = new IntOrString("25%");

  private final Sight sight;
  private final KubernetesClient client;
  private final Reader reader;

  RoomCheck(Sight sight, KubernetesClient client, Reader reader) {
    this.sight = sight;
    this.client = client;
    this.reader = reader;
  }

  StableSeen look(Deployment stable) {
    int replicas = Objects.requireNonNullElse(stable.getSpec().getReplicas(), 1);
    PodSpec pod = stable.getSpec().getTemplate().getSpec();
    Optional<Room> room =
        Stream.of(nodes(pod), quotas(pod)).flatMap(Optional::stream).reduce(Room::and);
    int surge = Math.ceilDiv(hundredths(stable, true, replicas), 100);
    int unavailable = hundredths(stable, false, replicas) / 100;
    return new StableSeen(
        replicas,
        surge,
        unavailable,
        room.map(Room::pods).orElse(Integer.MAX_VALUE),
        room.map(Room::tightest).orElse(""),
        start());
  }

  /** Empty where nodes, or the pods on them, may not be seen, or stable runs without nodes. */
  private Optional<Room> nodes(PodSpec pod) {
    Optional<List<Node>> nodes =
        reader
            .ifReadable("Nodes", () -> client.nodes().list().getItems())
            .filter(seen -> !seen.isEmpty());
    Optional<List<Pod>> pods =
        nodes.flatMap(
            seen ->
                reader.ifReadable(
                    "pods of other namespaces",
                    () -> client.pods().inAnyNamespace().list().getItems()));
    return pods.map(all -> NodeRoom.of(pod, nodes.orElse(List.of()), all));
  }

  private Optional<Room> quotas(PodSpec pod) {
    String namespace = sight.request().namespace();
    List<ResourceQuota> quotas =
        reader
            .ifReadable(
                "ResourceQuotas",
                () -> client.resourceQuotas().inNamespace(namespace).list().getItems())
            .orElse(List.of());
    return QuotaRoom.of(pod, quotas);
  }

  /** A hundred times the pods that a rolling update adds or takes away. */
  private static int hundredths(Deployment stable, boolean surge, int replicas) {
    DeploymentStrategy strategy = stable.getSpec().getStrategy();
    if (strategy == null || strategy.getRollingUpdate() == null) {
      return hundredths(QUARTER, replicas);
    }
    return hundredths(
        surge
            ? strategy.getRollingUpdate().getMaxSurge()
            : strategy.getRollingUpdate().getMaxUnavailable(),
        replicas);
  }

  private static int hundredths(@Nullable IntOrString limit, int replicas) {
    IntOrString known = Objects.requireNonNullElse(limit, QUARTER);
    return known.getIntVal() != null
        ? known.getIntVal() * 100
        : Integer.parseInt(known.getStrVal().replace("%", "")) * replicas;
  }

  /** The median, for a pod that became ready again later seems to have started slowly. */
  private Duration start() {
    List<Duration> starts =
        sight.stablePods().stream().flatMap(pod -> start(pod).stream()).sorted().toList();
    return starts.isEmpty() ? Duration.ZERO : starts.get(starts.size() / 2);
  }

  private static Optional<Duration> start(Pod pod) {
    String created = pod.getMetadata().getCreationTimestamp();
    return pod.getStatus() == null || created == null
        ? Optional.empty()
        : pod.getStatus().getConditions().stream()
            .filter(condition -> "Ready".equals(condition.getType()))
            .filter(condition -> "True".equals(condition.getStatus()))
            .map(PodCondition::getLastTransitionTime)
            .filter(Objects::nonNull)
            .map(ready -> Duration.between(Instant.parse(created), Instant.parse(ready)))
            .findFirst();
  }
}
