package io.fleetcanary.starter.begin;

import io.fleetcanary.core.spec.Preset;
import java.util.List;
import java.util.Optional;

/**
 * What a spec is begun with.
 *
 * @param cluster as the fleet file should call it
 * @param container where it is not the workload's first
 * @param image by digest, as it serves now
 * @param route where it is not called like the service
 * @param engine whose metrics are known
 * @param remarks what its reader should know, one sentence each
 */
public record Draft(
    String service,
    String namespace,
    String workload,
    String cluster,
    Optional<String> container,
    Optional<String> image,
    Optional<String> route,
    Optional<Preset> engine,
    List<String> remarks) {
  public Draft {
    remarks = List.copyOf(remarks);
  }
}
