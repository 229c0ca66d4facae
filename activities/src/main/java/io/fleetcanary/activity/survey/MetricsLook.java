package io.fleetcanary.activity.survey;

import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.RequestsSeen;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.util.List;
import java.util.Optional;

/** Asks a cluster's Prometheus whether a metric is there for the pods that serve today. */
@FunctionalInterface
public interface MetricsLook {
  /**
   * What is wrong with the metric, {@code rule; fix}; empty when its series are there.
   *
   * @param request which cluster and namespace
   * @param pods names of stable's pods, at least one
   */
  Optional<String> problem(SurveyRequest request, List<String> pods, Metric metric);

  /** Asks what stable's requests come to today, as far as anybody can tell. */
  @FunctionalInterface
  interface Requests {
    /** Of all metrics that are compared with stable, and of the routes. */
    RequestsSeen of(SurveyRequest request, List<String> pods);
  }
}
