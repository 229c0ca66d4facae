package io.fleetcanary.recovery;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.core.document.Spelling;
import io.fleetcanary.core.spec.Preset;
import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.starter.begin.Draft;
import io.fleetcanary.starter.begin.Origin;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A Deployment with its Service and route, as the beginning of a spec. Reads only. */
final class LiveService {
  private final KubernetesClient client;
  private final Origin origin;
  private final List<String> remarks = new ArrayList<>();

  LiveService(KubernetesClient client, Origin origin) {
    this.client = client;
    this.origin = origin;
  }

  /**
   * What is there.
   *
   * @throws CommandException if the Deployment or its Service is missing
   */
  Draft draft() {
    Deployment deployment = deployment();
    PodTemplateSpec pods = deployment.getSpec().getTemplate();
    List<Container> containers = pods.getSpec().getContainers();
    Optional<Preset> engine = engine(pods);
    Container container = container(pods, engine);
    remark(
        "Read from Deployment %s in namespace %s, context %s."
            .formatted(origin.workload(), origin.namespace(), origin.context()));
    Routes routes = Routes.in(client, origin.namespace());
    String service = service(pods, routes);
    Optional<String> image = new LiveImage(client, deployment).of(container);
    remarkOn(image, engine, container);
    return new Draft(
        service,
        origin.namespace(),
        origin.workload(),
        cluster(origin.context()),
        Optional.of(container.getName()).filter(name -> !container.equals(containers.getFirst())),
        image,
        route(routes, service),
        engine,
        remarks);
  }

  private Deployment deployment() {
    Deployment found =
        client
            .apps()
            .deployments()
            .inNamespace(origin.namespace())
            .withName(origin.workload())
            .get();
    if (found != null) {
      return found;
    }
    List<String> names =
        client.apps().deployments().inNamespace(origin.namespace()).list().getItems().stream()
            .map(deployment -> deployment.getMetadata().getName())
            .toList();
    throw new CommandException(
        ExitCode.REFUSED,
        "--from must be a Deployment in namespace %s, context %s, got %s"
            .formatted(origin.namespace(), origin.context(), origin.workload()),
        List.of(
            Spelling.closest(origin.workload(), names)
                .map(name -> "did you mean " + name + "?")
                .orElse(
                    names.isEmpty()
                        ? "there is none in this namespace, -n names another"
                        : "there are " + String.join(", ", names))));
  }

  /** By the label that gateways use, else by what the containers are made of. */
  private static Optional<Preset> engine(PodTemplateSpec pods) {
    return Presets.ofPod(new TreeMap<>(labels(pods)))
        .or(
            () ->
                pods.getSpec().getContainers().stream()
                    .flatMap(container -> engine(container).stream())
                    .findFirst());
  }

  private static Optional<Preset> engine(Container container) {
    List<Integer> ports =
        container.getPorts().stream().map(ContainerPort::getContainerPort).toList();
    return Presets.ofContainer(Objects.requireNonNullElse(container.getImage(), ""), ports);
  }

  /** The one that runs the engine where that is known, not a helper beside it. */
  private static Container container(PodTemplateSpec pods, Optional<Preset> engine) {
    List<Container> containers = pods.getSpec().getContainers();
    return containers.stream()
        .filter(container -> engine.isPresent() && engine(container).equals(engine))
        .findFirst()
        .orElse(containers.getFirst());
  }

  /** One that a route knows, else one that is called like the workload, else any. */
  private String service(PodTemplateSpec pods, Routes routes) {
    List<String> names =
        client.services().inNamespace(origin.namespace()).list().getItems().stream()
            .filter(service -> selects(service, labels(pods)))
            .map(service -> service.getMetadata().getName())
            .toList();
    return names.stream()
        .filter(name -> !routes.to(name).isEmpty())
        .findFirst()
        .or(() -> names.stream().filter(origin.workload()::equals).findFirst())
        .or(() -> names.stream().findFirst())
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.REFUSED,
                    "no Service in namespace %s selects the pods of Deployment %s"
                        .formatted(origin.namespace(), origin.workload()),
                    List.of("requests must come by a Service for a part of them to be moved")));
  }

  private static boolean selects(Service service, Map<String, String> labels) {
    Map<String, String> selector = service.getSpec().getSelector();
    return selector != null
        && !selector.isEmpty()
        && labels.entrySet().containsAll(selector.entrySet());
  }

  private Optional<String> route(Routes routes, String service) {
    List<String> names = routes.to(service);
    if (names.isEmpty()) {
      remark(
          "No HTTPRoute sends requests to Service %s: a rollout is refused until one does."
              .formatted(service));
    }
    return names.contains(service) ? Optional.empty() : names.stream().findFirst();
  }

  private void remarkOn(Optional<String> image, Optional<Preset> engine, Container container) {
    if (image.isEmpty()) {
      remark("Its image names no digest and no pod tells it: the one below is made up.");
    }
    if (engine.isEmpty()) {
      remark("Its engine is not known by label, image or port: say below what is measured.");
    }
    Map<String, Quantity> limits =
        container.getResources() == null || container.getResources().getLimits() == null
            ? Map.of()
            : container.getResources().getLimits();
    if (limits.containsKey("nvidia.com/gpu")) {
      remark("It runs on NVIDIA GPUs: add gpu to analysis.use where a DCGM exporter is scraped.");
    }
  }

  private void remark(String sentence) {
    remarks.add(sentence.replaceAll("\\p{Cntrl}", " "));
  }

  private static Map<String, String> labels(PodTemplateSpec pods) {
    return Objects.requireNonNullElse(pods.getMetadata().getLabels(), Map.of());
  }

  /** Contexts may have names that clusters may not. */
  private static String cluster(String context) {
    String name =
        context.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-", "");
    String longest = name.substring(Math.max(0, name.length() - 63));
    String label = longest.replaceAll("^-|-$", "");
    return label.isEmpty() ? "cluster" : label;
  }
}
