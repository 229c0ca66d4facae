package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads what a survey needs, and remarks what may not be read. What is merely unreachable throws:
 * that is asked again.
 */
final class Reader {
  private final String namespace;
  private final List<Right> missing;
  private final Remarks remarks;
  private final List<String> unseen = new ArrayList<>();

  /**
   * @param missing rights that have been remarked already
   */
  Reader(String namespace, List<Right> missing, Remarks remarks) {
    this.namespace = namespace;
    this.missing = missing;
    this.remarks = remarks;
  }

  /** Objects of a kind, empty where they may not be read, which is remarked. */
  <T> Optional<List<T>> list(Right right, Supplier<List<T>> read) {
    try {
      return Optional.of(read.get());
    } catch (KubernetesClientException refused) {
      remarkOrThrow(right, refused);
      return Optional.empty();
    }
  }

  /** The one that has to be among them; its absence is a problem. */
  <T extends HasMetadata> Optional<T> required(
      Optional<List<T>> objects, String kind, String name) {
    Optional<T> found = named(objects, name);
    if (objects.isPresent() && found.isEmpty()) {
      remarks.problem(
          kind + " " + name + " must exist in namespace " + namespace,
          "create it or correct the spec");
    }
    return found;
  }

  <T extends HasMetadata> Optional<T> named(Optional<List<T>> objects, String name) {
    return objects.stream()
        .flatMap(List::stream)
        .filter(object -> object.getMetadata().getName().equals(name))
        .filter(object -> object.getMetadata().getNamespace().equals(namespace))
        .findFirst();
  }

  /**
   * Objects that a cluster need not have and the worker need not see, empty where it does not. That
   * they are not seen is worth a warning, that there is no such kind is not.
   */
  <T> Optional<List<T>> ifReadable(String what, Supplier<List<T>> read) {
    try {
      return Optional.of(read.get());
    } catch (KubernetesClientException refused) {
      if (forbidden(refused)) {
        unseen.add(what);
      } else if (!unknown(refused)) {
        throw refused;
      }
      return Optional.empty();
    }
  }

  /** What was not seen for want of a right, in one warning. */
  void warnOfUnseen() {
    if (!unseen.isEmpty()) {
      remarks.warn("could not see " + String.join(", ", unseen.stream().distinct().toList()));
    }
  }

  private void remarkOrThrow(Right right, KubernetesClientException refused) {
    if (forbidden(refused)) {
      if (!missing.contains(right)) {
        Right.sentences(List.of(right), namespace).forEach(remarks::problem);
      }
    } else if (unknown(refused)) {
      remarks.problem(right.object() + " must be known to the API server, got 404", "install it");
    } else {
      throw refused;
    }
  }

  private static boolean forbidden(KubernetesClientException refused) {
    return refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
  }

  private static boolean unknown(KubernetesClientException refused) {
    return refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

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
                  client
                      .genericKubernetesResources(context)
                      .inNamespace(namespace)
                      .list()
                      .getItems())
          .orElse(List.of());
    }
  }
}
