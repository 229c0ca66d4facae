package io.fleetcanary.lab.real;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The service that is released: the one of the embedded fleet, behind this fleet's gateway. */
final class ChatService {
  static final String NAMESPACE = "inference";
  static final String NAME = "chat";

  /** Port of every model server. */
  static final int POD_PORT = 8080;

  private static final String OBJECTS = "/io/fleetcanary/lab/embedded/chat.yaml";

  /** What {@link Traefik} brings itself. */
  private static final List<String> GATEWAY = List.of("GatewayClass", "Gateway");

  private ChatService() {}

  /** Creates it. */
  static void create(KubernetesClient admin) {
    try (InputStream yaml = ChatService.class.getResourceAsStream(OBJECTS)) {
      admin.load(Objects.requireNonNull(yaml)).items().stream()
          .filter(object -> !GATEWAY.contains(object.getKind()))
          .forEach(object -> admin.resource(object).create());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until every pod serves. */
  static void awaitReady(KubernetesClient admin) {
    admin
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(NAME)
        .waitUntilCondition(ChatService::ready, 60, TimeUnit.SECONDS);
  }

  private static boolean ready(Deployment chat) {
    return Readiness.getInstance().isReady(chat);
  }
}
