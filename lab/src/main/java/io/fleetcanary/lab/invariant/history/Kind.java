package io.fleetcanary.lab.invariant.history;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Optional;

/** The kinds of objects that are recorded. */
public enum Kind {
  ROUTE("gateway.networking.k8s.io/v1", "httproutes", "HTTPRoute"),
  DEPLOYMENT("apps/v1", "deployments", "Deployment"),
  REPLICA_SET("apps/v1", "replicasets", "ReplicaSet"),
  POD("/v1", "pods", "Pod"),
  SERVICE("/v1", "services", "Service"),
  CONFIG_MAP("/v1", "configmaps", "ConfigMap"),
  HPA("autoscaling/v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler"),
  SCALED_OBJECT("keda.sh/v1alpha1", "scaledobjects", "ScaledObject");

  private final String version;
  private final String plural;
  private final String word;

  Kind(String version, String plural, String word) {
    this.version = version;
    this.plural = plural;
    this.word = word;
  }

  ResourceDefinitionContext context() {
    String[] parts = version.split("/", -1);
    ResourceDefinitionContext.Builder builder =
        new ResourceDefinitionContext.Builder()
            .withVersion(parts[1])
            .withKind(word)
            .withPlural(plural)
            .withNamespaced(true);
    return parts[0].isEmpty() ? builder.build() : builder.withGroup(parts[0]).build();
  }

  /** Whether a cluster may do without this kind. */
  boolean optional() {
    return this == SCALED_OBJECT;
  }

  /** The field in which an autoscaler says how few pods it leaves; empty for what is none. */
  public Optional<String> floor() {
    return switch (this) {
      case HPA -> Optional.of("minReplicas");
      case SCALED_OBJECT -> Optional.of("minReplicaCount");
      case ROUTE, DEPLOYMENT, REPLICA_SET, POD, SERVICE, CONFIG_MAP -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return word;
  }
}
