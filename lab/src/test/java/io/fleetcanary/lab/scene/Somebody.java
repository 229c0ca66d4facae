package io.fleetcanary.lab.scene;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fleetcanary.lab.LabFleet;

/**
 * Somebody with all rights in a cluster, who does not know of the rollout.
 *
 * @param name what the API server records of whoever writes
 */
record Somebody(String name, KubernetesClient admin, String namespace) {
  static final String NAME = "somebody";

  static Somebody in(LabFleet fleet, String cluster, String namespace) {
    return new Somebody(NAME, fleet.admin(cluster), namespace);
  }

  /** The same person, or tool, under another name. */
  Somebody as(String other) {
    return new Somebody(other, admin, namespace);
  }

  /** Puts another image into stable. */
  void pushes(String image) {
    merge(
        Kind.DEPLOYMENT,
        "chat",
        "{\"spec\": {\"template\": {\"spec\": {\"containers\": [%s]}}}}"
            .formatted(container(image)));
  }

  /** A merge patch replaces the whole list. */
  private String container(String image) {
    var container =
        admin
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName("chat")
            .get()
            .getSpec()
            .getTemplate()
            .getSpec()
            .getContainers()
            .getFirst();
    container.setImage(image);
    return admin.getKubernetesSerialization().asJson(container);
  }

  /** How many pods a Deployment wants. */
  int pods(String deployment) {
    return admin
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName(deployment)
        .get()
        .getSpec()
        .getReplicas();
  }

  void scales(String deployment, int replicas) {
    merge(Kind.DEPLOYMENT, deployment, "{\"spec\": {\"replicas\": %d}}".formatted(replicas));
  }

  /** Weighs the route anew. */
  void weighs(int stable, int canary) {
    rules(
        """
        [{"matches": %s, "backendRefs": [%s, %s]}]
        """
            .formatted(matches(), backend("chat", stable), backend("chat-canary", canary)));
  }

  /** Writes the route's rule as it was before any rollout. */
  void reverts() {
    rules("[{\"matches\": %s, \"backendRefs\": [%s]}]".formatted(matches(), backend("chat", 1)));
  }

  /** Takes the service out of the route. */
  void unroutes() {
    rules("[{\"matches\": %s}]".formatted(matches()));
  }

  private static String backend(String service, int weight) {
    return "{\"group\": \"\", \"kind\": \"Service\", \"name\": \"%s\", \"port\": 80, \"weight\": %d}"
        .formatted(service, weight);
  }

  private void rules(String rules) {
    merge(Kind.ROUTE, "chat", "{\"spec\": {\"rules\": %s}}".formatted(rules));
  }

  private String matches() {
    return "[{\"path\": {\"type\": \"PathPrefix\", \"value\": \"/%s\"}}]".formatted(namespace);
  }

  /** Sets the claim of the route, JSON. */
  void marks(String claim) {
    merge(
        Kind.ROUTE,
        "chat",
        "{\"metadata\": {\"annotations\": {\"claim.fleetcanary.io/chat\": %s}}}".formatted(claim));
  }

  void spoilsTheLedger() {
    merge(Kind.LEDGER, "fleetcanary-chat", "{\"data\": {\"state\": \"fine\"}}");
  }

  void selects(String label) {
    merge(Kind.SERVICE, "chat", "{\"spec\": {\"selector\": {\"%s\": \"x\"}}}".formatted(label));
  }

  /** Lets the autoscaler leave so few pods. */
  void lets(int pods) {
    merge(Kind.SCALER, "chat", "{\"spec\": {\"minReplicas\": %d}}".formatted(pods));
  }

  void deletes(Kind kind, String object) {
    object(kind, object).withGracePeriod(0).delete();
  }

  private void merge(Kind kind, String object, String patch) {
    PatchContext context = PatchContext.of(PatchType.JSON_MERGE);
    context.setFieldManager(name);
    object(kind, object).patch(context, patch);
  }

  private Resource<GenericKubernetesResource> object(Kind kind, String object) {
    return admin
        .genericKubernetesResources(kind.version, kind.kind)
        .inNamespace(namespace)
        .withName(object);
  }

  /** What can be changed. */
  enum Kind {
    DEPLOYMENT("apps/v1", "Deployment"),
    SERVICE("v1", "Service"),
    LEDGER("v1", "ConfigMap"),
    SCALER("autoscaling/v2", "HorizontalPodAutoscaler"),
    ROUTE("gateway.networking.k8s.io/v1", "HTTPRoute");

    private final String version;
    private final String kind;

    Kind(String version, String kind) {
      this.version = version;
      this.kind = kind;
    }
  }
}
