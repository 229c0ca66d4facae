package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.client.Unreachable;
import io.fleetcanary.activity.workload.Templates;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.RequestsSeen;
import io.fleetcanary.core.fleet.Serves;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.spec.Preset;
import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.workflow.SurveyActivities;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Surveys a cluster through its Kubernetes API: all that is wrong, at once. */
public final class KubernetesSurvey implements SurveyActivities {
  private final Function<String, KubernetesClient> clients;
  private final LedgerLook ledger;
  private final MetricsLook metrics;
  private final MetricsLook.Requests requests;

  /**
   * @param clients name of a cluster to its client, which is not closed here
   */
  public KubernetesSurvey(
      Function<String, KubernetesClient> clients,
      LedgerLook ledger,
      MetricsLook metrics,
      MetricsLook.Requests requests) {
    this.clients = clients;
    this.ledger = ledger;
    this.metrics = metrics;
    this.requests = requests;
  }

  /** One that does not look at requests. */
  public KubernetesSurvey(
      Function<String, KubernetesClient> clients, LedgerLook ledger, MetricsLook metrics) {
    this(clients, ledger, metrics, (request, pods) -> RequestsSeen.NOTHING);
  }

  @Override
  public ClusterSurvey survey(SurveyRequest request) {
    Remarks remarks = new Remarks();
    checkKind("workload", "Deployment", request.workload().kind(), remarks);
    checkKind("traffic", "HTTPRoute", request.route().kind(), remarks);
    if (!remarks.problems().isEmpty()) {
      return answer(request, "", StableSeen.NOTHING, remarks);
    }
    KubernetesClient client = clients.apply(request.cluster().name());
    try {
      return survey(request, client, remarks);
    } catch (KubernetesClientException failure) {
      throw Unreachable.orElse(failure, client);
    }
  }

  private static ClusterSurvey answer(
      SurveyRequest request, String container, StableSeen stable, Remarks remarks) {
    return new ClusterSurvey(
        request.cluster().name(),
        container,
        stable,
        remarks.routes(),
        remarks.problems(),
        remarks.warnings(),
        remarks.identity(),
        remarks.scaler());
  }

  private ClusterSurvey survey(SurveyRequest request, KubernetesClient client, Remarks remarks) {
    List<Right> missing =
        Right.needed().stream()
            .filter(right -> !right.granted(client, request.namespace()))
            .toList();
    Right.sentences(missing, request.namespace()).forEach(remarks::problem);
    warnOfLooks(client, request.namespace(), remarks);
    Reader reader = new Reader(request.namespace(), missing, remarks);
    Sight sight = new SightReader(client, request, reader).read();

    Optional<WorkloadCheck> workload =
        sight.workload().map(deployment -> new WorkloadCheck(sight, deployment, remarks));
    workload.ifPresent(WorkloadCheck::check);
    new SelectorCheck(sight, remarks).check(Guards.read(client, request.namespace(), reader));
    checkRoutes(sight, client, reader, remarks);
    new ClaimCheck(sight, remarks)
        .check(
            reader.list(
                new Right("", "configmaps", "get"), () -> List.of(ledger.ask(client, request))));
    OwnerCheck owners = new OwnerCheck(sight, remarks);
    owners.checkTools();
    owners.checkScalers();
    checkMetrics(sight, remarks);
    RoomCheck room = new RoomCheck(sight, client, reader);
    StableSeen stable =
        withRequests(sight, sight.workload().map(room::look).orElse(StableSeen.NOTHING), remarks);
    reader.warnOfUnseen();
    String container =
        workload.flatMap(WorkloadCheck::container).map(Container::getName).orElse("");
    return answer(request, container, stable.with(serves(sight, container)), remarks);
  }

  private static void warnOfLooks(KubernetesClient client, String namespace, Remarks remarks) {
    if (!Right.sparing().stream().allMatch(right -> right.granted(client, namespace))) {
      remarks.warn(
          "the worker may not watch pods in namespace %s, so it asks for them every 5 s; grant it"
              .formatted(namespace));
    }
  }

  /** Whether stable's pods are made of the revision already, whoever has seen to it. */
  private static Serves serves(Sight sight, String container) {
    List<Revision.Change> changes = sight.request().changes();
    if (changes.isEmpty() || container.isEmpty() || sight.workload().isEmpty()) {
      return Serves.UNKNOWN;
    }
    PodTemplateSpec template = sight.workload().get().getSpec().getTemplate();
    return Templates.carries(template, new Revision("", container, changes))
        ? Serves.YES
        : Serves.NO;
  }

  private static void checkRoutes(
      Sight sight, KubernetesClient client, Reader reader, Remarks remarks) {
    RouteCheck routes = new RouteCheck(sight, remarks);
    routes.check();
    routes.checkOtherWays(client, reader);
  }

  private static void checkKind(String field, String known, String kind, Remarks remarks) {
    if (!known.equals(kind)) {
      remarks.problem(
          field + ".kind must be " + known + " for now, got " + kind, "correct the spec");
    }
  }

  private StableSeen withRequests(Sight sight, StableSeen stable, Remarks remarks) {
    List<String> pods = pods(sight);
    RequestsSeen came = pods.isEmpty() ? RequestsSeen.NOTHING : requests.of(sight.request(), pods);
    came.unknown().ifPresent(remarks::warn);
    return stable.with(came.rates()).with(came.routed());
  }

  private static List<String> pods(Sight sight) {
    return sight.stablePods().stream().map(Pod::getMetadata).map(each -> each.getName()).toList();
  }

  /** By the label that gateways use, else by what the containers are made of. */
  private static Optional<Preset> engine(Sight sight) {
    List<Pod> pods = sight.stablePods();
    return pods.stream()
        .map(pod -> new TreeMap<>(pod.getMetadata().getLabels()))
        .flatMap(labels -> Presets.ofPod(labels).stream())
        .findFirst()
        .or(
            () ->
                pods.stream()
                    .flatMap(pod -> pod.getSpec().getContainers().stream())
                    .flatMap(container -> engine(container).stream())
                    .findFirst());
  }

  private static Optional<Preset> engine(Container container) {
    List<Integer> ports =
        container.getPorts().stream().map(ContainerPort::getContainerPort).toList();
    return Presets.ofContainer(Objects.toString(container.getImage(), ""), ports);
  }

  /** Pods that do not serve have no metrics, and their trouble has been said already. */
  private void checkMetrics(Sight sight, Remarks remarks) {
    List<String> pods = pods(sight);
    if (pods.isEmpty()) {
      return;
    }
    engine(sight)
        .filter(engine -> !Presets.measures(engine, sight.request().metrics()))
        .ifPresent(
            engine ->
                remarks.warn(
                    "pods run %s, and nothing is measured that only it can tell; write use: [%s]"
                        .formatted(engine.about(), engine.name())));
    for (Metric metric : sight.request().metrics()) {
      Optional<String> problem = metrics.problem(sight.request(), pods, metric);
      if (metric.decides()) {
        remarks.problem(problem);
      } else {
        problem.ifPresent(remarks::warn);
      }
    }
  }
}
