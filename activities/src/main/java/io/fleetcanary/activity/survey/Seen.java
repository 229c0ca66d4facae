package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;

/**
 * A namespaced kind that a survey looks at where a cluster has it and the worker may.
 *
 * @param group API group
 * @param version that is read
 * @param kind as objects name it
 * @param resource plural, lower case
 */
record Seen(String group, String version, String kind, String resource) {
  /** Objects of a namespace, none where they cannot be seen, which is remarked. */
  List<GenericKubernetesResource> in(KubernetesClient client, String namespace, Reader reader) {
    ResourceDefinitionContext context =
        new ResourceDefinitionContext.Builder()
            .withGroup(group)
            .withVersion(version)
            .withKind(kind)
            .withPlural(resource)
            .withNamespaced(true)
            .build();
    return reader
        .ifReadable(
            group.isEmpty() ? resource : resource + "." + group,
            () ->
                client.genericKubernetesResources(context).inNamespace(namespace).list().getItems())
        .orElse(List.of());
  }
}
