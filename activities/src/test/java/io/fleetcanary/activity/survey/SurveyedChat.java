package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.activity.workload.MockCluster;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.claim.Endings;
import io.fleetcanary.core.fleet.BadRevisions;
import io.fleetcanary.core.fleet.RequestsSeen;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster where the service {@code chat} is as it should be, until a test changes it. */
final class SurveyedChat implements AutoCloseable {
  /** Something that the engine of the pods tells. */
  private static final Metric MEASURED =
      new Metric.Gauge("running", "sum(vllm:num_requests_running{$track})", List.of());

  final MockCluster cluster = new MockCluster();
  LedgerLook ledger = (client, request) -> heldBy(Optional.empty());
  MetricsLook metrics = (request, pods, metric) -> Optional.empty();
  RequestsSeen requests = RequestsSeen.NOTHING;

  Deployment deployment = Chat.deployment();
  Service service = Chat.service();
  GenericKubernetesResource route = route("chat");
  SurveyRequest request =
      new SurveyRequest(
          new ClusterTarget("eu-1", "fleetcanary"),
          "inference",
          "chat",
          new WorkloadRef("Deployment", "chat"),
          new RouteRef("HTTPRoute", "chat"),
          "",
          Chat.NEW,
          List.of(MEASURED));

  /** A route that its gateway has accepted and that sends all requests to the Service. */
  static GenericKubernetesResource route(String name) {
    List<Map<String, Object>> conditions =
        List.of(
            Map.of("type", "Accepted", "status", "True", "observedGeneration", 1),
            Map.of("type", "ResolvedRefs", "status", "True", "observedGeneration", 1));
    List<Map<String, Object>> backends = List.of(Map.of("name", "chat", "port", 80));
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("gateway.networking.k8s.io/v1")
        .withKind("HTTPRoute")
        .withNewMetadata()
        .withName(name)
        .withNamespace("inference")
        .withGeneration(1L)
        .endMetadata()
        .addToAdditionalProperties(
            "spec", Map.of("rules", List.of(Map.of("backendRefs", backends))))
        .addToAdditionalProperties(
            "status", Map.of("parents", List.of(Map.of("conditions", conditions))))
        .build();
  }

  static LedgerLook.Said heldBy(Optional<String> rollout) {
    return new LedgerLook.Said(rollout, Endings.NONE, BadRevisions.NONE);
  }

  /** Adds these and the pods of stable to what {@link #surveyAlone} sees. */
  ClusterSurvey survey(HasMetadata... others) {
    cluster.with(others);
    cluster.with(deployment, service, route, Chat.pod("chat-1", "old"), Chat.pod("chat-2", "old"));
    return surveyAlone();
  }

  /** Surveys what is there. */
  ClusterSurvey surveyAlone() {
    return new KubernetesSurvey(name -> cluster.client(), ledger, metrics, (r, pods) -> requests)
        .survey(request);
  }

  /** Where the owner of the workload brings the revision. */
  SurveyRequest handedOver() {
    return new SurveyRequest(
        request.cluster(),
        request.namespace(),
        request.service(),
        request.workload(),
        request.route(),
        request.container(),
        request.image(),
        request.metrics(),
        request.digest(),
        true);
  }

  SurveyRequest requestFor(String digest) {
    return request(request.container(), request.metrics(), digest);
  }

  SurveyRequest requestFor(String container, List<Metric> asked) {
    return request(container, asked, request.digest());
  }

  private SurveyRequest request(String container, List<Metric> asked, String digest) {
    return new SurveyRequest(
        request.cluster(),
        request.namespace(),
        request.service(),
        request.workload(),
        request.route(),
        container,
        request.image(),
        asked,
        digest);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
