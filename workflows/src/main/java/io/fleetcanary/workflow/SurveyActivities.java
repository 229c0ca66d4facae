package io.fleetcanary.workflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.ScalerRef;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Objects;

/** Looks at a cluster before anything is touched, with its own credentials. Read only. */
@ActivityInterface
public interface SurveyActivities {
  @ActivityMethod(name = "survey")
  ClusterSurvey survey(SurveyRequest request);

  /**
   * What to look for.
   *
   * @param cluster where; filled in by the workflow for each selected cluster
   * @param container the container the spec names, or empty for the only, or first, one
   * @param image the image to release, or empty when it does not change
   * @param metrics whose series must exist for stable
   * @param digest of the revision's changes, to be asked about; empty when it may have failed
   *     before
   * @param handOver whether the workload's owner brings the revision, and not we
   * @param changes of the revision, to be looked for in stable; none where nobody asks
   * @param routedRequests the counter of requests that come by the routes; empty where the spec
   *     names none
   */
  record SurveyRequest(
      ClusterTarget cluster,
      String namespace,
      String service,
      WorkloadRef workload,
      RouteRef route,
      String container,
      String image,
      List<Metric> metrics,
      String digest,
      boolean handOver,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Revision.Change> changes,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String routedRequests) {
    public SurveyRequest {
      metrics = List.copyOf(metrics);
      digest = Objects.requireNonNullElse(digest, "");
      changes = List.copyOf(Objects.requireNonNullElse(changes, List.of()));
      routedRequests = Objects.requireNonNullElse(routedRequests, "");
    }

    /** Where nobody asks whether stable serves the revision already. */
    public SurveyRequest(
        ClusterTarget cluster,
        String namespace,
        String service,
        WorkloadRef workload,
        RouteRef route,
        String container,
        String image,
        List<Metric> metrics,
        String digest,
        boolean handOver) {
      this(
          cluster, namespace, service, workload, route, container, image, metrics, digest, handOver,
          List.of(), "");
    }

    /** Where we write the revision ourselves. */
    public SurveyRequest(
        ClusterTarget cluster,
        String namespace,
        String service,
        WorkloadRef workload,
        RouteRef route,
        String container,
        String image,
        List<Metric> metrics,
        String digest) {
      this(cluster, namespace, service, workload, route, container, image, metrics, digest, false);
    }

    /** Of a revision that may have failed before. */
    public SurveyRequest(
        ClusterTarget cluster,
        String namespace,
        String service,
        WorkloadRef workload,
        RouteRef route,
        String container,
        String image,
        List<Metric> metrics) {
      this(cluster, namespace, service, workload, route, container, image, metrics, "");
    }

    public SurveyRequest in(ClusterTarget target) {
      return with(target, changes, routedRequests);
    }

    /** The same, to look for these changes too. */
    public SurveyRequest lookingFor(List<Revision.Change> wanted) {
      return with(cluster, wanted, routedRequests);
    }

    /** The same, to count by this what comes by the routes. */
    public SurveyRequest counting(String counter) {
      return with(cluster, changes, counter);
    }

    private SurveyRequest with(ClusterTarget target, List<Revision.Change> wanted, String counter) {
      return new SurveyRequest(
          target, namespace, service, workload, route, container, image, metrics, digest, handOver,
          wanted, counter);
    }
  }

  /**
   * What a cluster looks like, at most 500 bytes beside its problems and warnings.
   *
   * @param container the container that will change; empty when there is a problem
   * @param stable its figures
   * @param routes names of those that send requests to the Service
   * @param problems each {@code rule; fix}; any refuses the rollout
   * @param warnings shown with the plan
   * @param identity what tells its workload from that of any other cluster: its uid; empty when
   *     there is a problem
   * @param scaler the autoscaler of its workload
   */
  record ClusterSurvey(
      String cluster,
      String container,
      StableSeen stable,
      List<String> routes,
      List<String> problems,
      List<String> warnings,
      String identity,
      ScalerRef scaler) {
    public ClusterSurvey {
      routes = List.copyOf(routes);
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
      identity = Objects.requireNonNullElse(identity, "");
      scaler = Objects.requireNonNullElse(scaler, ScalerRef.NONE);
    }

    /** Whose workload nothing scales. */
    public ClusterSurvey(
        String cluster,
        String container,
        StableSeen stable,
        List<String> routes,
        List<String> problems,
        List<String> warnings,
        String identity) {
      this(cluster, container, stable, routes, problems, warnings, identity, ScalerRef.NONE);
    }

    /** Whose identity is not known. */
    public ClusterSurvey(
        String cluster,
        String container,
        StableSeen stable,
        List<String> routes,
        List<String> problems,
        List<String> warnings) {
      this(cluster, container, stable, routes, problems, warnings, "");
    }

    /** Of a cluster that could not be looked at. */
    public static ClusterSurvey unseen(String cluster, String why) {
      return new ClusterSurvey(cluster, "", StableSeen.NOTHING, List.of(), List.of(why), List.of());
    }
  }
}
