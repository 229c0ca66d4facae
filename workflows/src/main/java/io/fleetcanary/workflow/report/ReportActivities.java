package io.fleetcanary.workflow.report;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Makes reports. On the central queue. */
@ActivityInterface
public interface ReportActivities {
  /** Repeatable: puts the report in the place of an earlier one of the same rollout. */
  @ActivityMethod(name = "makeReport")
  Made make(Order order);

  /**
   * Of which rollout.
   *
   * @param rolloutId the run's, where it was refused before it had one
   */
  record Order(String namespace, String service, String rolloutId, String runId) {}

  /**
   * What became of it.
   *
   * @param place where it is, on the worker that made it; empty where that one makes none
   */
  record Made(String place) {}
}
