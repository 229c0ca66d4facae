package io.fleetcanary.worker.file;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.Kubeconfig;
import io.fleetcanary.workflow.TaskQueues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold between a fleet and the queues that one process serves. */
public record ServedClusters(FleetInventory fleet, List<String> queues) {
  /** Every problem, one sentence each. */
  public List<String> problems() {
    return Stream.concat(unknownQueues(), unusableFiles()).toList();
  }

  /** A queue that nobody uses would be polled in silence. */
  private Stream<String> unknownQueues() {
    SortedSet<String> known =
        fleet.clusters().stream()
            .map(ClusterEntry::taskQueue)
            .collect(Collectors.toCollection(TreeSet::new));
    known.add(TaskQueues.CENTRAL);
    return queues.stream()
        .filter(queue -> !known.contains(queue))
        .map(
            queue ->
                "fleetcanary.queues must be among %s, got %s"
                    .formatted(String.join(", ", known), queue));
  }

  /** Other workers have the files of the clusters that they serve; this one needs only its own. */
  private Stream<String> unusableFiles() {
    return fleet.clusters().stream()
        .filter(cluster -> queues.contains(cluster.taskQueue()))
        .flatMap(ServedClusters::unusableFile);
  }

  private static Stream<String> unusableFile(ClusterEntry cluster) {
    return switch (cluster.access()) {
      case ApiAccess.InCluster here -> Stream.empty();
      case ApiAccess.Kubeconfig reach ->
          problem(reach)
              .map(problem -> "kubeconfig of " + cluster.name() + " must " + problem)
              .stream();
    };
  }

  /** A context that is not there would be found out by the first rollout. */
  private static Optional<String> problem(ApiAccess.Kubeconfig reach) {
    Path file = Path.of(reach.file());
    if (!Files.isReadable(file)) {
      return Optional.of("be a readable file, got " + file);
    }
    try {
      List<String> contexts = Kubeconfig.contexts(file);
      return contexts.contains(reach.context())
          ? Optional.empty()
          : Optional.of("have context %s, got %s in %s".formatted(reach.context(), contexts, file));
    } catch (IOException | IllegalArgumentException malformed) {
      return Optional.of("be a kubeconfig, got " + file);
    }
  }
}
