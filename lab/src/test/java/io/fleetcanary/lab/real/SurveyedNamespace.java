package io.fleetcanary.lab.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fleetcanary.activity.cluster.LedgerBook;
import io.fleetcanary.activity.survey.KubernetesSurvey;
import io.fleetcanary.core.claim.Holder;
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
  private static final String OBJECTS = "/io/fleetcanary/lab/embedded/chat.yaml";
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
    cluster
        .admin()
        .apps()
        .deployments()
        .inNamespace(name)
        .withName("chat")
        .waitUntilCondition(
            chat ->
                chat != null
                    && chat.getStatus() != null
                    && Integer.valueOf(pods).equals(chat.getStatus().getAvailableReplicas()),
            60,
            TimeUnit.SECONDS);
    return this;
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

  /** Looks at it as the worker, with the worker's rights. */
  ClusterSurvey survey() {
    return survey("", "chat");
  }

  ClusterSurvey survey(String container, String service) {
    try (KubernetesClient worker = cluster.client(User.ORCHESTRATOR)) {
      return new KubernetesSurvey(
              any -> worker, SurveyedNamespace::owner, (request, pods, metric) -> Optional.empty())
          .survey(request(container, service));
    }
  }

  private static Optional<String> owner(KubernetesClient client, SurveyRequest request) {
    return new LedgerBook(client, request.namespace(), request.service())
        .read()
        .state()
        .holder()
        .map(Holder::rollout);
  }

  SurveyRequest request(String container, String service) {
    return new SurveyRequest(
        new ClusterTarget("eu-1", "fleetcanary"),
        name,
        service,
        new WorkloadRef("Deployment", service),
        new RouteRef("HTTPRoute", service),
        container,
        Canary.IMAGE,
        List.of());
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
