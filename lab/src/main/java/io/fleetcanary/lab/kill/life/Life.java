package io.fleetcanary.lab.kill.life;

import io.fleetcanary.activity.cluster.FleetInventory;

/** A worker from its start to its end. */
public interface Life extends AutoCloseable {
  /** What its fleet file says. */
  FleetInventory fleet();

  /** Kills it. When this returns, nothing more comes from it, and nothing more reaches it. */
  void kill();

  /** Lets it end by itself, and kills it if it does not. */
  @Override
  void close();
}
