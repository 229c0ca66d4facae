package io.fleetcanary.worker;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.workflow.TaskQueues;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which queues a process serves, and with how much.
 *
 * @param queues the central queue, queues of clusters, or both; each brings its rollback queue
 * @param slots how much is done at once
 */
public record Polling(List<String> queues, Slots slots) {
  public Polling {
    queues = queues.stream().distinct().toList();
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("queues must be at least one, got none");
    }
  }

  /** One process for everything. */
  public static Polling everything(FleetInventory fleet) {
    Stream<String> clusters = fleet.clusters().stream().map(ClusterEntry::taskQueue);
    return new Polling(
        Stream.concat(Stream.of(TaskQueues.CENTRAL), clusters).toList(), Slots.DEFAULT);
  }
}
