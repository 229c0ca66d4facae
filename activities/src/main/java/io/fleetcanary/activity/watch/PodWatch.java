package io.fleetcanary.activity.watch;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fleetcanary.activity.analysis.WatchedCluster.Listener;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a pod of stable or of the canary comes, goes, or gets another status. It begins with
 * all that are there, so it needs no version to begin at, and what was missed between two watches
 * is news again.
 */
final class PodWatch implements Watcher<Pod> {
  private final Listener listener;

  /** What was last seen of each pod, as a number: that it differs is all that matters. */
  private final Map<String, Integer> known = new ConcurrentHashMap<>();

  private PodWatch(Listener listener) {
    this.listener = listener;
  }

  /** Returns when the API server has agreed; two reads, for the labels of both arms. */
  static Watch open(KubernetesClient client, ClusterPlan plan, Listener listener) {
    ListOptions alive = new ListOptionsBuilder().withAllowWatchBookmarks(true).build();
    return pods(client, plan).watch(alive, new PodWatch(listener));
  }

  /** Both arms, and maybe others that share their labels: that costs looks, and hides nothing. */
  private static FilterWatchListDeletable<Pod, ?, PodResource> pods(
      KubernetesClient client, ClusterPlan plan) {
    Map<String, String> stable = labels(client, plan, plan.rules().workload().name());
    Map<String, String> canary = labels(client, plan, plan.canaryName());
    FilterWatchListDeletable<Pod, ?, PodResource> pods =
        client.pods().inNamespace(plan.namespace());
    for (Map.Entry<String, String> label : stable.entrySet()) {
      String[] values =
          Stream.of(label.getValue(), canary.get(label.getKey()))
              .filter(Objects::nonNull)
              .distinct()
              .toArray(String[]::new);
      pods = canary.containsKey(label.getKey()) ? pods.withLabelIn(label.getKey(), values) : pods;
    }
    return pods;
  }

  private static Map<String, String> labels(
      KubernetesClient client, ClusterPlan plan, String name) {
    Deployment deployment =
        client.apps().deployments().inNamespace(plan.namespace()).withName(name).require();
    return deployment.getSpec().getSelector().getMatchLabels();
  }

  @Override
  public void eventReceived(Action action, @Nullable Pod pod) {
    if (pod == null || action == Action.BOOKMARK) {
      listener.hears(false);
      return;
    }
    String uid = pod.getMetadata().getUid();
    int state = Objects.hash(pod.getMetadata().getDeletionTimestamp(), pod.getStatus());
    Integer before = action == Action.DELETED ? known.remove(uid) : known.put(uid, state);
    listener.hears(action == Action.DELETED || before == null || before != state);
  }

  @Override
  public void onClose() {
    listener.ends();
  }

  @Override
  public void onClose(WatcherException cause) {
    listener.ends();
  }
}
