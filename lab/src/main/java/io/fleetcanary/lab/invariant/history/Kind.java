package io.fleetcanary.lab.invariant.history;

import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;

/** The kinds of objects that are recorded. */
public enum Kind {
  ROUTE("gateway.networking.k8s.io", "httproutes", "HTTPRoute"),
  DEPLOYMENT("apps", "deployments", "Deployment"),
  REPLICA_SET("apps", "replicasets", "ReplicaSet"),
  POD("", "pods", "Pod"),
  SERVICE("", "services", "Service"),
  CONFIG_MAP("", "configmaps", "ConfigMap");

  private final String group;
  private final String plural;
  private final String word;

  Kind(String group, String plural, String word) {
    this.group = group;
    this.plural = plural;
    this.word = word;
  }

  ResourceDefinitionContext context() {
    ResourceDefinitionContext.Builder builder =
        new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withKind(word)
            .withPlural(plural)
            .withNamespaced(true);
    return group.isEmpty() ? builder.build() : builder.withGroup(group).build();
  }

  @Override
  public String toString() {
    return word;
  }
}
