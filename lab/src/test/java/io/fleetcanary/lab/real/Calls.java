package io.fleetcanary.lab.real;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.workflow.Payloads;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls the service and Prometheus, one request after the other, and counts. */
final class Calls {
  private final HttpClient client = HttpClient.newHttpClient();

  /** How many of {@code requests} were answered well by each image. */
  SortedMap<String, Integer> byRevision(URI gateway, int requests) {
    return count(gateway, requests, "X-Revision");
  }

  /** How many of {@code requests} were answered well by each pod. */
  SortedMap<String, Integer> byPod(URI gateway, int requests) {
    return count(gateway, requests, "X-Pod");
  }

  /** What Prometheus has counted in a cluster, by pod, asked as the worker would ask. */
  SortedMap<String, Integer> counted(FleetInventory inventory, String cluster) {
    PrometheusAccess prometheus =
        inventory.clusters().stream()
            .filter(entry -> entry.name().equals(cluster))
            .findFirst()
            .orElseThrow()
            .prometheus();
    String query = "http_requests_total{%s,status=\"200\"}".formatted(prometheus.matcher());
    URI uri =
        URI.create(prometheus.url() + "/api/v1/query?query=" + URLEncoder.encode(query, UTF_8));
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (JsonNode series : json(get(uri)).at("/data/result")) {
      counts.put(
          series.at("/metric/" + prometheus.podLabel()).asText(), series.at("/value/1").asInt());
    }
    return counts;
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return Payloads.mapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError("answer must be JSON, got " + answer.body(), e);
    }
  }

  private SortedMap<String, Integer> count(URI gateway, int requests, String header) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < requests; i++) {
      HttpResponse<String> answer = get(gateway);
      String by = answer.headers().firstValue(header).orElse("status " + answer.statusCode());
      counts.merge(by, 1, Integer::sum);
    }
    return counts;
  }

  private HttpResponse<String> get(URI uri) {
    try {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(uri + " must answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
