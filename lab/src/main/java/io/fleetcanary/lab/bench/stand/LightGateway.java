package io.fleetcanary.lab.bench.stand;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fleetcanary.activity.traffic.RouteLook;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Accepts every route the moment it sees it, as a gateway's controller would, and notes when it saw
 * which weight. It carries no requests.
 */
final class LightGateway implements AutoCloseable, ResourceEventHandler<GenericKubernetesResource> {
  private static final String CANARY = "-canary";

  private final KubernetesClient client;
  private final SharedIndexInformer<GenericKubernetesResource> routes;
  private final ConcurrentMap<String, Deque<WeightSeen>> seen = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Long> accepted = new ConcurrentHashMap<>();

  private LightGateway(KubernetesClient client) {
    this.client = client;
    this.routes =
        client
            .genericKubernetesResources(RouteLook.HTTP_ROUTE)
            .inAnyNamespace()
            .runnableInformer(0);
  }

  static LightGateway start(KubernetesClient client) {
    LightGateway gateway = new LightGateway(client);
    gateway.routes.addEventHandler(gateway);
    gateway.routes.run();
    return gateway;
  }

  /** The canary's share that was last seen, percent. */
  int weight(String namespace) {
    return last(namespace).map(WeightSeen::percent).orElse(0);
  }

  /** What was last seen, and since when; empty before the first route. */
  Optional<WeightSeen> last(String namespace) {
    Deque<WeightSeen> all = seen.getOrDefault(namespace, new ArrayDeque<>());
    synchronized (all) {
      return Optional.ofNullable(all.peekLast());
    }
  }

  @Override
  public void onAdd(GenericKubernetesResource route) {
    see(route);
  }

  @Override
  public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource route) {
    see(route);
  }

  @Override
  public void onDelete(GenericKubernetesResource route, boolean finalStateUnknown) {
    seen.remove(route.getMetadata().getNamespace());
  }

  @Override
  public void close() {
    routes.close();
  }

  private void see(GenericKubernetesResource route) {
    Instant now = Instant.now();
    String namespace = route.getMetadata().getNamespace();
    int percent = percent(route);
    Deque<WeightSeen> all = seen.computeIfAbsent(namespace, added -> new ArrayDeque<>());
    synchronized (all) {
      if (all.isEmpty() || all.getLast().percent() != percent) {
        all.addLast(new WeightSeen(percent, now));
      }
    }
    long generation = route.getMetadata().getGeneration();
    if (accepted.merge(namespace, generation, Math::max) == generation
        && RouteLook.notAccepted(route).isPresent()) {
      Thread.ofVirtual().start(() -> accept(route, generation));
    }
  }

  private void accept(GenericKubernetesResource route, long generation) {
    String patch =
        Serialization.asJson(
            List.of(Map.of("op", "add", "path", "/status", "value", status(generation))));
    try {
      client
          .genericKubernetesResources(RouteLook.HTTP_ROUTE)
          .inNamespace(route.getMetadata().getNamespace())
          .withName(route.getMetadata().getName())
          .subresource("status")
          .patch(PatchContext.of(PatchType.JSON), patch);
    } catch (KubernetesClientException gone) {
      accepted.remove(route.getMetadata().getNamespace(), generation);
    }
  }

  private static Map<String, Object> status(long generation) {
    List<Map<String, Object>> conditions =
        List.of(condition("Accepted", generation), condition("ResolvedRefs", generation));
    return Map.of(
        "parents",
        List.of(
            Map.of(
                "controllerName",
                "fleetcanary.io/light-gateway",
                "parentRef",
                Map.of("name", "gateway", "namespace", "default"),
                "conditions",
                conditions)));
  }

  private static Map<String, Object> condition(String type, long generation) {
    return Map.of(
        "type",
        type,
        "status",
        "True",
        "reason",
        type,
        "message",
        "",
        "observedGeneration",
        generation,
        "lastTransitionTime",
        Instant.now().toString());
  }

  private static int percent(GenericKubernetesResource route) {
    int all = 0;
    int canary = 0;
    List<Map<String, Object>> backends = route.get("spec", "rules", 0, "backendRefs");
    for (Map<String, Object> backend :
        backends == null ? List.<Map<String, Object>>of() : backends) {
      int weight = backend.get("weight") instanceof Number number ? number.intValue() : 1;
      all += weight;
      canary += String.valueOf(backend.get("name")).endsWith(CANARY) ? weight : 0;
    }
    return all == 0 ? 0 : canary * 100 / all;
  }

  /** A weight and when the gateway saw it. */
  record WeightSeen(int percent, Instant at) {}
}
