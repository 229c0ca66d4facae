package io.fleetcanary.lab.invariant.history;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * What people did to a namespace's objects, as a scenario declares it: the rules do not judge it.
 * They go on judging what the rollout makes of it.
 */
public final class ByHand {
  private final Function<String, KubernetesClient> admin;
  private final String namespace;
  private final List<Range> ranges = new CopyOnWriteArrayList<>();

  /**
   * Nothing has been done yet.
   *
   * @param admin a client of each cluster by its name
   */
  public ByHand(Function<String, KubernetesClient> admin, String namespace) {
    this.admin = admin;
    this.namespace = namespace;
  }

  /** Does what a person does in a cluster; all that changes there meanwhile counts as his. */
  public void in(String cluster, Runnable deed) {
    long before = version(cluster);
    deed.run();
    ranges.add(new Range(cluster, before, version(cluster)));
  }

  boolean made(Entry entry) {
    return ranges.stream().anyMatch(range -> range.covers(entry));
  }

  /** A list is as new as its cluster. */
  private long version(String cluster) {
    return Long.parseLong(
        admin
            .apply(cluster)
            .configMaps()
            .inNamespace(namespace)
            .list()
            .getMetadata()
            .getResourceVersion());
  }

  /** Revisions after one version up to another. */
  private record Range(String cluster, long after, long upTo) {
    boolean covers(Entry entry) {
      return entry.cluster().equals(cluster) && entry.version() > after && entry.version() <= upTo;
    }
  }
}
