package io.fleetcanary.activity.scaler;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fleetcanary.core.fleet.ScalerRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The autoscalers that we know, and the words in which each says how many pods there may be. */
public enum ScalerKind {
  HPA(
      "autoscaling/v2/HorizontalPodAutoscaler/horizontalpodautoscalers",
      "minReplicas",
      "maxReplicas",
      1),
  SCALED_OBJECT(
      "keda.sh/v1alpha1/ScaledObject/scaledobjects", "minReplicaCount", "maxReplicaCount", 0);

  private final String group;
  private final String version;
  private final String kind;
  private final String plural;
  private final String min;
  private final String max;
  private final int least;

  ScalerKind(String resource, String min, String max, int least) {
    String[] parts = resource.split("/", -1);
    this.group = parts[0];
    this.version = parts[1];
    this.kind = parts[2];
    this.plural = parts[3];
    this.min = min;
    this.max = max;
    this.least = least;
  }

  /** The kind of this autoscaler; empty where there is none. */
  public static Optional<ScalerKind> of(ScalerRef scaler) {
    return Stream.of(values()).filter(kind -> kind.kind().equals(scaler.kind())).findFirst();
  }

  /** How a client reads and writes them. */
  public ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }

  /** All of a namespace. */
  public List<Autoscaler> in(KubernetesClient client, String namespace) {
    List<GenericKubernetesResource> items =
        client.genericKubernetesResources(context()).inNamespace(namespace).list().getItems();
    return items.stream().map(object -> new Autoscaler(this, object)).toList();
  }

  /** The field that says how few pods there may be. */
  public String min() {
    return min;
  }

  /** As {@code kubectl} names it, whatever other groups there are. */
  public String resource() {
    return kind.toLowerCase(Locale.ROOT) + "." + group;
  }

  String max() {
    return max;
  }

  /** How few there may be where it does not say. */
  int least() {
    return least;
  }

  String kind() {
    return kind;
  }
}
