package io.fleetcanary.lab.real;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Kinds of the Gateway API, as one of its channels publishes them. */
public final class GatewayApi {
  private static final String DEFINITIONS = "apiextensions.k8s.io/v1";

  private final List<GenericKubernetesResource> definitions;

  private GatewayApi(List<GenericKubernetesResource> definitions) {
    this.definitions = List.copyOf(definitions);
  }

  /** Reads a YAML stream of custom resource definitions. */
  public static GatewayApi read(Path yaml) {
    try {
      return new GatewayApi(
          Stream.of(Files.readString(yaml).split("(?m)^---$"))
              .filter(document -> document.contains("\nkind:"))
              .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Teaches a cluster these kinds and waits until it serves them. */
  public void install(KubernetesClient admin) {
    for (GenericKubernetesResource definition : definitions) {
      admin
          .genericKubernetesResources(DEFINITIONS, "CustomResourceDefinition")
          .resource(definition)
          .create();
    }
    for (GenericKubernetesResource definition : definitions) {
      admin
          .apiextensions()
          .v1()
          .customResourceDefinitions()
          .withName(definition.getMetadata().getName())
          .waitUntilCondition(GatewayApi::established, 30, TimeUnit.SECONDS);
    }
  }

  /** Teaches a cluster that knows these kinds already what this channel knows of them. */
  public void replace(KubernetesClient admin) {
    for (GenericKubernetesResource definition : definitions) {
      admin
          .genericKubernetesResources(DEFINITIONS, "CustomResourceDefinition")
          .resource(definition)
          .forceConflicts()
          .serverSideApply();
    }
  }

  private static boolean established(CustomResourceDefinition definition) {
    return definition.getStatus() != null
        && Stream.ofNullable(definition.getStatus().getConditions())
            .flatMap(List::stream)
            .anyMatch(c -> "Established".equals(c.getType()) && "True".equals(c.getStatus()));
  }
}
