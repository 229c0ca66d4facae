package io.fleetcanary.core.fleet;

/**
 * The autoscaler of a workload, in the namespace of its service.
 *
 * @param kind HorizontalPodAutoscaler or ScaledObject; empty where there is none
 * @param name empty where there is none
 */
public record ScalerRef(String kind, String name) {
  /** The workload has no autoscaler. */
  public static final ScalerRef NONE = new ScalerRef("", "");

  /** Whether there is one. */
  public boolean exists() {
    return !name.isEmpty();
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
