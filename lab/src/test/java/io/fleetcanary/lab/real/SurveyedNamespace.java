package io.fleetcanary.lab.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fleetcanary.activity.survey.KubernetesSurvey;
import io.fleetcanary.activity.survey.LedgerLook;
import io.fleetcanary.activity.survey.MetricsLook;
import io.fleetcanary.activity.workload.RolloutStatus;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.lab.real.Credentials.User;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A namespace with a healthy service, one pod without a GPU, until a test changes something. */
record SurveyedNamespace(Cluster cluster, String name) {
  /** Of the revision that is asked about. */
  static final String DIGEST = "d1ge57";

  private static final String OBJECTS = "/io/fleetcanary/lab/embedded/chat.yaml";
  private static final List<Metric> METRICS =
      List.of(new Metric.Gauge("load", "avg(load{$track})", List.of(new Criterion.Max(95))));
  private static final List<String> SHARED = List.of("GatewayClass", "Gateway", "Namespace");

  /** Creates it, with the documented rights for the worker. */
  static SurveyedNamespace create(Cluster cluster, String name) {
    SurveyedNamespace created = new SurveyedNamespace(cluster, name);
    KubernetesClient admin = cluster.admin();
    admin
        .namespaces()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    created.apply(created.here(documentedRights()));
    created.apply(created.here(service()));
    return created.awaitAvailable(1);
  }

  /** Waits until so many of its pods serve. */
  SurveyedNamespace awaitAvailable(int pods) {
    chat()
        .waitUntilCondition(
            chat ->
                chat != null
                    && chat.getStatus() != null
                    && Integer.valueOf(pods).equals(chat.getStatus().getAvailableReplicas()),
            60,
            TimeUnit.SECONDS);
    return this;
  }

  /** Waits until all its pods have followed. */
  SurveyedNamespace awaitRolledOut() {
    chat().waitUntilCondition(RolloutStatus::done, 60, TimeUnit.SECONDS);
    return this;
  }

  /** Says of its pods, one after the other, which digest they run; their kubelet may not agree. */
  SurveyedNamespace running(String... digests) {
    List<Pod> pods =
        cluster.admin().pods().inNamespace(name).withLabel("app", "chat").list().getItems();
    for (int at = 0; at < digests.length; at++) {
      String wanted = digests[at];
      cluster
          .admin()
          .pods()
          .resource(pods.get(at))
          .editStatus(
              pod -> {
                pod.getStatus()
                    .getContainerStatuses()
                    .forEach(container -> container.setImageID("vllm@" + digest(wanted)));
                return pod;
              });
    }
    return this;
  }

  static String digest(String digit) {
    return "sha256:" + digit.repeat(64);
  }

  private String here(String yaml) {
    return yaml.replace("namespace: inference", "namespace: " + name);
  }

  /** Creates objects as they are written. */
  SurveyedNamespace with(String yaml) {
    apply(yaml);
    return this;
  }

  /** With its first line it is read as YAML even where it begins like JSON. */
  private void apply(String yaml) {
    KubernetesClient admin = cluster.admin();
    admin.load(new ByteArrayInputStream(("---\n" + yaml).getBytes(UTF_8))).items().stream()
        .filter(object -> !SHARED.contains(object.getKind()))
        .map(SurveyedNamespace::bound)
        .forEach(object -> create(admin, object));
  }

  private void create(KubernetesClient admin, HasMetadata object) {
    if (object.getMetadata().getNamespace() == null) {
      object.getMetadata().setNamespace(name);
    }
    admin.resource(object).create();
  }

  private static HasMetadata bound(HasMetadata object) {
    return object instanceof RoleBinding binding
        ? new RoleBindingBuilder(binding)
            .withSubjects(List.of())
            .addNewSubject("rbac.authorization.k8s.io", "User", User.ORCHESTRATOR.id(), null)
            .build()
        : object;
  }

  /** Merges into the Deployment. */
  SurveyedNamespace deployment(String patch) {
    return patch("apps/v1", "Deployment", patch);
  }

  /** Merges into one of the three objects of the service. */
  SurveyedNamespace patch(String version, String kind, String patch) {
    cluster
        .admin()
        .genericKubernetesResources(version, kind)
        .inNamespace(name)
        .withName("chat")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    return this;
  }

  /** Merges into the status of a route. */
  SurveyedNamespace routeStatus(String route, String patch) {
    cluster
        .admin()
        .genericKubernetesResources("gateway.networking.k8s.io/v1", "HTTPRoute")
        .inNamespace(name)
        .withName(route)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
    return this;
  }

  /** Asks for the end of the Deployment and does not wait for it. */
  SurveyedNamespace deleting() {
    chat().delete();
    return this;
  }

  /** Writes a label of the Deployment in somebody's name. */
  SurveyedNamespace writtenBy(String manager) {
    PatchContext context = PatchContext.of(PatchType.JSON_MERGE);
    context.setFieldManager(manager);
    chat().patch(context, "{\"metadata\": {\"labels\": {\"team\": \"ml\"}}}");
    return this;
  }

  /** Puts the Deployment under a ConfigMap that is there, or else garbage would be collected. */
  SurveyedNamespace controlledBy(String owner) {
    with("{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}}".formatted(owner));
    String uid =
        cluster.admin().configMaps().inNamespace(name).withName(owner).get().getMetadata().getUid();
    return deployment(
        """
        {"metadata": {"ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "%s",
          "uid": "%s", "controller": true}]}}
        """
            .formatted(owner, uid));
  }

  /** Makes the Deployment anew, for its selector cannot be changed. */
  SurveyedNamespace selecting(String app, String expressions) {
    chat().withGracePeriod(0).delete();
    chat().waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
    return with(
        """
        {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "chat"}, "spec": {
          "replicas": 1, "selector": {"matchLabels": {"app": "%1$s"}, "matchExpressions": %2$s},
          "template": {"metadata": {"labels": {"app": "%1$s"}}, "spec": {"containers": [
            {"name": "server", "image": "%3$s"}]}}}}
        """
            .formatted(app, expressions, Canary.STABLE_IMAGE));
  }

  private RollableScalableResource<Deployment> chat() {
    return cluster.admin().apps().deployments().inNamespace(name).withName("chat");
  }

  /** Looks at it as the worker, with the worker's rights. */
  ClusterSurvey survey() {
    return survey(request("", "chat"));
  }

  ClusterSurvey survey(SurveyRequest request) {
    return survey(request, (any, pods, metric) -> Optional.empty());
  }

  ClusterSurvey survey(SurveyRequest request, MetricsLook metrics) {
    try (KubernetesClient worker = cluster.client(User.ORCHESTRATOR)) {
      return new KubernetesSurvey(any -> worker, LedgerLook::inCluster, metrics).survey(request);
    }
  }

  /** The same, where the owner of the workload brings the revision. */
  ClusterSurvey surveyHandedOver() {
    SurveyRequest asked = request("", "chat");
    return survey(
        new SurveyRequest(
            asked.cluster(),
            asked.namespace(),
            asked.service(),
            asked.workload(),
            asked.route(),
            asked.container(),
            asked.image(),
            asked.metrics(),
            asked.digest(),
            true));
  }

  SurveyRequest request(String container, String service) {
    WorkloadRef workload = new WorkloadRef("Deployment", service);
    return request(container, service, workload, new RouteRef("HTTPRoute", service));
  }

  SurveyRequest request(String container, String service, WorkloadRef workload, RouteRef route) {
    return new SurveyRequest(
        new ClusterTarget("eu-1", "fleetcanary"),
        name,
        service,
        workload,
        route,
        container,
        Canary.IMAGE,
        METRICS,
        DIGEST);
  }

  private static String service() {
    try (InputStream yaml = SurveyedNamespace.class.getResourceAsStream(OBJECTS)) {
      return new String(Objects.requireNonNull(yaml).readAllBytes(), UTF_8)
          .replaceAll("resources: .*", "resources: {}")
          .replaceAll("clusterIP: .*", "")
          .replace("replicas: 3", "replicas: 1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String documentedRights() {
    try {
      return Files.readString(Path.of("../docs/rights.yaml"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
