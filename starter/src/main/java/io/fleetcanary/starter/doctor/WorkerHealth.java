package io.fleetcanary.starter.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a worker how it is, where told where it is. */
final class WorkerHealth {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final URI health;

  /**
   * Of one worker.
   *
   * @param worker its base URL, e.g. {@code http://localhost:8080}
   */
  WorkerHealth(URI worker) {
    this.health = URI.create(worker.toString().replaceFirst("/+$", "") + "/actuator/health");
  }

  Check check() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(PATIENCE).build();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      return said(http.send(request, BodyHandlers.ofString()));
    } catch (IOException unreachable) {
      return Check.fail(
          "health", health + " does not answer", "is the worker running, and its port open?");
    }
  }

  private Check said(HttpResponse<String> answer) {
    JsonNode details = details(answer.body());
    if (details.path("status").asText("").equals("UP")) {
      return Check.ok("health", health + " says UP");
    }
    JsonNode temporal = details.path("components").path("temporal").path("details");
    String reason = temporal.path("reason").asText("");
    return Check.fail(
        "health",
        "%s says %s%s"
            .formatted(
                health,
                details.path("status").asText("HTTP " + answer.statusCode()),
                reason.isEmpty() ? "" : ": " + reason),
        "its log says more");
  }

  private static JsonNode details(String body) {
    try {
      return Payloads.mapper().readTree(body);
    } catch (JsonProcessingException somethingElse) {
      return Payloads.mapper().createObjectNode();
    }
  }
}
