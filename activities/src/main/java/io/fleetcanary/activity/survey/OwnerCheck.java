package io.fleetcanary.activity.survey;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fleetcanary.activity.workload.Ownership;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Who else writes what a rollout writes: autoscalers, Git, controllers. */
final class OwnerCheck {
  private static final ResourceDefinitionContext SCALED_OBJECT =
      new ResourceDefinitionContext.Builder()
          .withGroup("keda.sh")
          .withVersion("v1alpha1")
          .withKind("ScaledObject")
          .withPlural("scaledobjects")
          .withNamespaced(true)
          .build();

  private final Sight sight;
  private final Remarks remarks;

  OwnerCheck(Sight sight, Remarks remarks) {
    this.sight = sight;
    this.remarks = remarks;
  }

  /** Tools that would write the workload or a route again. */
  void checkTools() {
    Stream.<HasMetadata>concat(sight.workload().stream(), sight.routes().stream())
        .forEach(
            object ->
                Ownership.of(object)
                    .ifPresent(
                        owner ->
                            remarks.problem(
                                named(object)
                                    + " must not be written by others for now, got "
                                    + owner,
                                "take it out of that tool's hands")));
  }

  /** Autoscalers of the workload. */
  void checkScalers(KubernetesClient client, Reader reader) {
    Stream.concat(
            autoscalers(client, reader).stream().filter(this::scales),
            scaledObjects(client, reader).stream().filter(this::scales))
        .forEach(
            scaler ->
                remarks.problem(
                    "Deployment "
                        + sight.request().workload().name()
                        + " must not be autoscaled for now, got "
                        + named(scaler),
                    "remove it for the rollout"));
  }

  private List<HorizontalPodAutoscaler> autoscalers(KubernetesClient client, Reader reader) {
    return reader
        .list(
            new Right("autoscaling", "horizontalpodautoscalers", "list"),
            () ->
                client
                    .autoscaling()
                    .v2()
                    .horizontalPodAutoscalers()
                    .inNamespace(sight.request().namespace())
                    .list()
                    .getItems())
        .orElse(List.of());
  }

  private List<GenericKubernetesResource> scaledObjects(KubernetesClient client, Reader reader) {
    return reader
        .ifReadable(
            "ScaledObjects",
            () ->
                client
                    .genericKubernetesResources(SCALED_OBJECT)
                    .inNamespace(sight.request().namespace())
                    .list()
                    .getItems())
        .orElse(List.of());
  }

  private boolean scales(HorizontalPodAutoscaler autoscaler) {
    var target = autoscaler.getSpec().getScaleTargetRef();
    return "Deployment".equals(target.getKind())
        && sight.request().workload().name().equals(target.getName());
  }

  private boolean scales(GenericKubernetesResource scaler) {
    return scaler.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
        && spec.get("scaleTargetRef") instanceof Map<?, ?> target
        && (target.get("kind") == null || "Deployment".equals(target.get("kind")))
        && sight.request().workload().name().equals(target.get("name"));
  }

  private static String named(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
