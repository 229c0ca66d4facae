package io.fleetcanary.worker;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.workflow.TaskQueues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What must hold between a fleet and the queues that one process serves. */
record ServedClusters(FleetInventory fleet, List<String> queues) {
  /** Every problem, one sentence each. */
  List<String> problems() {
    return Stream.concat(unknownQueues(), missingFiles()).toList();
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
  private Stream<String> missingFiles() {
    return fleet.clusters().stream()
        .filter(cluster -> queues.contains(cluster.taskQueue()))
        .flatMap(ServedClusters::missingFile);
  }

  private static Stream<String> missingFile(ClusterEntry cluster) {
    return switch (cluster.access()) {
      case ApiAccess.InCluster here -> Stream.empty();
      case ApiAccess.Kubeconfig reach ->
          Stream.of(reach.file())
              .filter(file -> !Files.isReadable(Path.of(file)))
              .map(
                  file ->
                      "kubeconfig of %s must be a readable file, got %s"
                          .formatted(cluster.name(), file));
    };
  }
}
