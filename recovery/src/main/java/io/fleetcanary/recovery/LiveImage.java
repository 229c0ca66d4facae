package io.fleetcanary.recovery;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.core.document.Naming;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The image of a container by digest: as it is written, else as a pod says that it runs it. */
final class LiveImage {
  private static final Pattern DIGEST = Pattern.compile("@(sha256:[0-9a-f]{64})$");

  private final KubernetesClient client;
  private final Deployment deployment;

  LiveImage(KubernetesClient client, Deployment deployment) {
    this.client = client;
    this.deployment = deployment;
  }

  Optional<String> of(Container container) {
    String written = Objects.requireNonNullElse(container.getImage(), "");
    return Stream.concat(
            Stream.of(written),
            written.contains("@") ? Stream.of() : run(container).map(run -> written + "@" + run))
        .filter(Naming.IMAGE::fits)
        .findFirst();
  }

  private Stream<String> run(Container container) {
    LabelSelector selector = deployment.getSpec().getSelector();
    return client
        .pods()
        .inNamespace(deployment.getMetadata().getNamespace())
        .withLabelSelector(selector)
        .list()
        .getItems()
        .stream()
        .filter(pod -> runs(pod, container))
        .flatMap(LiveImage::statuses)
        .filter(status -> container.getName().equals(status.getName()))
        .map(status -> DIGEST.matcher(Objects.requireNonNullElse(status.getImageID(), "")))
        .filter(Matcher::find)
        .map(digest -> digest.group(1));
  }

  private static Stream<ContainerStatus> statuses(Pod pod) {
    return pod.getStatus() == null ? Stream.of() : pod.getStatus().getContainerStatuses().stream();
  }

  /** Not those of the template before. */
  private static boolean runs(Pod pod, Container container) {
    return pod.getSpec().getContainers().stream()
        .anyMatch(
            each ->
                container.getName().equals(each.getName())
                    && Objects.equals(container.getImage(), each.getImage()));
  }
}
