package io.fleetcanary.lab.real;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The canary of {@code canary.yaml} beside the service of {@code chat.yaml}. */
final class Canary {
  static final String STABLE_IMAGE = "registry.example/vllm@sha256:" + "1".repeat(64);
  static final String IMAGE = "registry.example/vllm@sha256:" + "2".repeat(64);

  private Canary() {}

  /** Creates it and waits until its pod is ready; no request goes there yet. */
  static void create(KubernetesClient admin) {
    try (InputStream yaml = Canary.class.getResourceAsStream("canary.yaml")) {
      admin.load(Objects.requireNonNull(yaml)).items().stream()
          .forEach(object -> admin.resource(object).create());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    admin
        .apps()
        .deployments()
        .inNamespace("inference")
        .withName("chat-canary")
        .waitUntilReady(60, TimeUnit.SECONDS);
  }

  /** Splits the requests between stable and canary. */
  static void weigh(KubernetesClient admin, int stable, int canary) {
    String patch =
        """
        [{"op": "replace", "path": "/spec/rules/0/backendRefs", "value": [
          {"name": "chat", "port": 80, "weight": %d},
          {"name": "chat-canary", "port": 80, "weight": %d}]}]
        """
            .formatted(stable, canary);
    admin
        .resources(HTTPRoute.class)
        .inNamespace("inference")
        .withName("chat")
        .patch(PatchContext.of(PatchType.JSON), patch);
  }
}
