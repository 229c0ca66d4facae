package io.fleetcanary.worker;

import java.util.List;

/**
 * What a worker can run, by role.
 *
 * @param workflows workflow classes, on the central queue
 * @param planning activities of the central queue alone
 * @param forward activities of every cluster's queue: survey, workload, traffic, analysis
 * @param back activities of every cluster's rollback queue
 */
public record Registration(
    List<Class<?>> workflows, List<Object> planning, List<Object> forward, List<Object> back) {
  public Registration {
    workflows = List.copyOf(workflows);
    planning = List.copyOf(planning);
    forward = List.copyOf(forward);
    back = List.copyOf(back);
  }
}
