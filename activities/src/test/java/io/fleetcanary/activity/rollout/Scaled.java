package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fleetcanary.activity.cluster.Labels;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.fleet.ScalerRef;
import io.fleetcanary.core.plan.ClusterTarget;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A service of two pods with an autoscaler, and the activities of one rollout of it. */
record Scaled(RiggedCluster cluster, Bench bench, ScalerKind kind) {
  static final String NAME = "scaler";

  /**
   * A fresh one in a namespace of this name.
   *
   * @param bounds how few pods the autoscaler may leave, and how many, in its own words
   */
  static Scaled in(
      RiggedCluster cluster, String namespace, ScalerKind kind, Map<String, Object> bounds) {
    Bench alone = Bench.in(cluster, namespace);
    ScalerRef scaler = new ScalerRef(kind.context().getKind(), NAME);
    ClusterTarget target = alone.plan().cluster();
    Bench bench =
        alone.targeting(
            new ClusterTarget(
                target.name(), target.taskQueue(), target.routes(), target.identity(), scaler));
    Scaled scaled = new Scaled(cluster, bench, kind);
    scaled.create(bounds);
    return scaled;
  }

  private void create(Map<String, Object> bounds) {
    cluster
        .admin()
        .genericKubernetesResources(kind.context())
        .inNamespace(bench.plan().namespace())
        .resource(manifest(kind, bench.plan().namespace(), NAME, spec(bounds, "chat")))
        .create();
  }

  /** What an autoscaler of a Deployment asks for. */
  static Map<String, Object> spec(Map<String, Object> bounds, String deployment) {
    Map<String, Object> spec = new TreeMap<>(bounds);
    spec.put("scaleTargetRef", Map.of("kind", "Deployment", "name", deployment));
    return spec;
  }

  static GenericKubernetesResource manifest(
      ScalerKind kind, String namespace, String name, Map<String, Object> spec) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion(kind.context().getGroup() + "/" + kind.context().getVersion())
        .withKind(kind.context().getKind())
        .withNewMetadata()
        .withName(name)
        .withNamespace(namespace)
        .endMetadata()
        .addToAdditionalProperties("spec", spec)
        .build();
  }

  /** As KEDA makes it of a ScaledObject. */
  static void own(GenericKubernetesResource scaler, String scaledObject) {
    scaler
        .getMetadata()
        .getOwnerReferences()
        .add(
            new OwnerReferenceBuilder()
                .withApiVersion("keda.sh/v1alpha1")
                .withKind("ScaledObject")
                .withName(scaledObject)
                .withUid(scaledObject)
                .withController(true)
                .build());
  }

  GenericKubernetesResource now() {
    return resource().get();
  }

  /** What it says of how few pods it leaves; null where it says nothing. */
  @Nullable Object min() {
    return spec().get(kind.min());
  }

  /** The mark that it carries, none without one. */
  String mark() {
    return Labels.claim(now(), "chat").map(Claim::toString).orElse("none");
  }

  Map<String, Object> spec() {
    return now().get("spec");
  }

  /** Somebody else changes a bound. */
  void says(String field, Object value) {
    GenericKubernetesResource now = now();
    Map<String, Object> spec = new TreeMap<>(spec());
    spec.put(field, value);
    now.getAdditionalProperties().put("spec", spec);
    cluster
        .admin()
        .genericKubernetesResources(kind.context())
        .inNamespace(bench.plan().namespace())
        .resource(now)
        .update();
  }

  Resource<GenericKubernetesResource> resource() {
    return cluster
        .admin()
        .genericKubernetesResources(kind.context())
        .inNamespace(bench.plan().namespace())
        .withName(NAME);
  }
}
