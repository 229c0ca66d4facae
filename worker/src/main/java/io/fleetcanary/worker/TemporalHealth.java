package io.fleetcanary.worker;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.worker.TemporalLifecycle.State;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while this process polls and Temporal answers. Clusters are not asked: a survey says that. */
final class TemporalHealth implements HealthIndicator {
  private final WorkerProperties properties;
  private final TemporalLifecycle lifecycle;
  private final FleetInventory fleet;

  TemporalHealth(WorkerProperties properties, TemporalLifecycle lifecycle, FleetInventory fleet) {
    this.properties = properties;
    this.lifecycle = lifecycle;
    this.fleet = fleet;
  }

  @Override
  public Health health() {
    State state = lifecycle.state();
    Health.Builder health =
        state == State.POLLING && lifecycle.answers() ? Health.up() : Health.down();
    return health
        .withDetail("state", state.name())
        .withDetail("reason", lifecycle.trouble())
        .withDetail("target", properties.temporal().target())
        .withDetail("namespace", properties.temporal().namespace())
        .withDetail("queues", properties.queues())
        .withDetail("clusters", fleet.clusters().size())
        .build();
  }
}
