package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.analysis.WatchedCluster.Arms;
import io.fleetcanary.activity.analysis.WatchedCluster.Promotion;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import io.fleetcanary.activity.analysis.WatchedCluster.Size;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.core.claim.Fence;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which pods run the new revision, which the old one, and how they are. Reads only. */
public final class Pods {
  private static final String HASH = "pod-template-hash";

  private Pods() {}

  /** Looks now; 4 reads, one more while stable runs two revisions. */
  public static Arms look(KubernetesClient client, ClusterPlan plan) {
    Deployment canary = deployment(client, plan, plan.canaryName());
    return look(client, plan, canary, canary == null ? List.of() : pods(client, canary));
  }

  /** The same while the canary's pods start. */
  public static Starting starting(KubernetesClient client, ClusterPlan plan) {
    Deployment canary = deployment(client, plan, plan.canaryName());
    List<Pod> pods = canary == null ? List.of() : pods(client, canary);
    int ready = (int) pods.stream().filter(Pods::ready).count();
    return new Starting(look(client, plan, canary, pods).trouble(), ready);
  }

  private static Arms look(
      KubernetesClient client,
      ClusterPlan plan,
      @Nullable Deployment canary,
      List<Pod> canaryPods) {
    Deployment stable = deployment(client, plan, plan.rules().workload().name());
    if (stable == null) {
      String name = "Deployment " + plan.rules().workload().name();
      Stop gone = new Stop.Foreign(name, Fence.GONE.toString());
      Trouble trouble = new Trouble(FailureClass.LOCAL, gone.sentence());
      return new Arms(seen(canaryPods, plan), List.of(), Optional.of(trouble));
    }
    boolean promoting = Templates.carries(stable.getSpec().getTemplate(), plan.revision());
    List<Pod> stablePods = pods(client, stable);
    boolean mixed = stablePods.stream().map(Pods::hash).distinct().count() > 1;
    Set<String> revised = promoting || mixed ? revised(client, stable, plan) : Set.of();
    List<Pod> canaryArm = new ArrayList<>(canaryPods);
    List<Pod> stableArm = new ArrayList<>();
    for (Pod pod : stablePods) {
      (revised.contains(hash(pod)) ? canaryArm : stableArm).add(pod);
    }
    Optional<Trouble> trouble =
        PodTrouble.of(canaryArm, stableArm, Instant.now())
            .or(() -> Optional.ofNullable(canary).flatMap(PodTrouble::of))
            .or(() -> promoting ? PodTrouble.of(stable) : Optional.empty());
    Promotion promotion =
        !promoting ? Promotion.NONE : settled(stable, stableArm) ? Promotion.DONE : Promotion.BEGUN;
    Size size = new Size(Replicas.of(stable), canary == null ? 0 : Replicas.of(canary));
    return new Arms(seen(canaryArm, plan), seen(stableArm, plan), trouble, promotion, size);
  }

  /** What keeps the pods of this Deployment from serving, one sentence; empty when nobody says. */
  public static Optional<String> trouble(KubernetesClient client, Deployment deployment) {
    return PodTrouble.of(pods(client, deployment), List.of(), Instant.now())
        .or(() -> PodTrouble.of(deployment))
        .map(Trouble::reason);
  }

  /** Whether every pod that is wanted is there, new, and ready, and no old one goes on. */
  private static boolean settled(Deployment stable, List<Pod> old) {
    DeploymentStatus status = stable.getStatus();
    int desired = Objects.requireNonNullElse(stable.getSpec().getReplicas(), 1);
    return status != null
        && desired >= 1
        && current(stable)
        && Stream.of(
                status.getReplicas(),
                status.getUpdatedReplicas(),
                status.getReadyReplicas(),
                status.getAvailableReplicas())
            .allMatch(count -> Objects.equals(count, desired))
        && old.stream().allMatch(PodTrouble::terminating);
  }

  /** Whether the controller has seen the spec that we see. */
  static boolean current(Deployment deployment) {
    Long seen = deployment.getStatus().getObservedGeneration();
    return seen != null && seen >= deployment.getMetadata().getGeneration();
  }

  /**
   * Hashes of stable's ReplicaSets that carry the revision. Read after the pods: then no pod is
   * newer than what is known of its ReplicaSet.
   */
  private static Set<String> revised(KubernetesClient client, Deployment stable, ClusterPlan plan) {
    return client
        .apps()
        .replicaSets()
        .inNamespace(plan.namespace())
        .withLabelSelector(stable.getSpec().getSelector())
        .list()
        .getItems()
        .stream()
        .filter(set -> ownedBy(set, stable))
        .filter(set -> Templates.carries(set.getSpec().getTemplate(), plan.revision()))
        .map(set -> set.getMetadata().getLabels().get(HASH))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private static boolean ownedBy(ReplicaSet set, Deployment deployment) {
    return set.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .anyMatch(uid -> Objects.equals(uid, deployment.getMetadata().getUid()));
  }

  private static List<Pod> pods(KubernetesClient client, Deployment deployment) {
    return client
        .pods()
        .inNamespace(deployment.getMetadata().getNamespace())
        .withLabelSelector(deployment.getSpec().getSelector())
        .list()
        .getItems();
  }

  private static @Nullable Deployment deployment(
      KubernetesClient client, ClusterPlan plan, String name) {
    return client.apps().deployments().inNamespace(plan.namespace()).withName(name).get();
  }

  private static String hash(Pod pod) {
    return pod.getMetadata().getLabels().getOrDefault(HASH, "");
  }

  private static List<io.fleetcanary.activity.analysis.WatchedCluster.Pod> seen(
      List<Pod> pods, ClusterPlan plan) {
    String server = plan.revision().container();
    return pods.stream()
        .map(
            pod ->
                new io.fleetcanary.activity.analysis.WatchedCluster.Pod(
                    pod.getMetadata().getName(),
                    ready(pod),
                    PodTrouble.terminating(pod),
                    since(pod, server)))
        .toList();
  }

  private static boolean ready(Pod pod) {
    return !PodTrouble.terminating(pod) && readiness(pod).isPresent();
  }

  private static Optional<Readiness> since(Pod pod, String server) {
    return readiness(pod)
        .map(PodCondition::getLastTransitionTime)
        .map(Instant::parse)
        .map(since -> readiness(started(pod, server).orElse(since), since));
  }

  /** A model server that has just been started anew is not warm, whatever was said before. */
  private static Readiness readiness(Instant started, Instant since) {
    return new Readiness(started, since.isBefore(started) ? started : since);
  }

  /**
   * When the container that the revision changes was started: in it the model is loaded, and grows
   * cold when it is started anew. Sidecars come and go without that. Where its status is missing,
   * the pod itself has started then, once.
   */
  private static Optional<Instant> started(Pod pod, String server) {
    return pod.getStatus().getContainerStatuses().stream()
        .filter(status -> server.equals(status.getName()))
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .flatMap(state -> Stream.ofNullable(state.getRunning()))
        .flatMap(running -> Stream.ofNullable(running.getStartedAt()))
        .findFirst()
        .or(() -> Optional.ofNullable(pod.getStatus().getStartTime()))
        .map(Instant::parse);
  }

  private static Optional<PodCondition> readiness(Pod pod) {
    return Stream.ofNullable(pod.getStatus())
        .flatMap(status -> status.getConditions().stream())
        .filter(it -> "Ready".equals(it.getType()) && "True".equals(it.getStatus()))
        .findFirst();
  }

  /**
   * How far the canary's pods have come.
   *
   * @param trouble what keeps pods from serving
   * @param ready how many of its own take new requests; stable's do not count, though they may run
   *     the revision already: the canary's Service does not lead to them
   */
  public record Starting(Optional<Trouble> trouble, int ready) {}
}
