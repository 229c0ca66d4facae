package io.fleetcanary.lab.embedded;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.lab.embedded.control.JsonPatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What stands in a new cluster: the Gateway API, a gateway, and the service {@code chat}. */
final class ChatService {
  private ChatService() {}

  /** Creates it all. */
  static void create(KubernetesClient admin) {
    load(admin, "gateway-api.yaml");
    load(admin, "chat.yaml");
    Map<String, Object> status =
        Map.of("conditions", List.of(holds("Accepted"), holds("Programmed")));
    JsonPatch.setStatus(
        admin
            .genericKubernetesResources("gateway.networking.k8s.io/v1", "Gateway")
            .inNamespace("default")
            .withName("gateway"),
        status);
  }

  private static Condition holds(String type) {
    return new ConditionBuilder()
        .withType(type)
        .withStatus("True")
        .withReason(type)
        .withMessage("")
        .withObservedGeneration(1L)
        .withLastTransitionTime(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .build();
  }

  private static void load(KubernetesClient admin, String name) {
    try (InputStream yaml = ChatService.class.getResourceAsStream(name)) {
      admin.load(Objects.requireNonNull(yaml, name)).items().stream()
          .forEach(object -> admin.resource(object).create());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
