package io.fleetcanary.lab.story;

import io.fleetcanary.activity.analysis.PrometheusClient;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * Whether a cluster's Prometheus has seen requests of a namespace. A release before that is refused
 * for want of metrics.
 */
record Scraped(ClusterEntry cluster, String namespace) implements BooleanSupplier {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Override
  public boolean getAsBoolean() {
    String query =
        "sum(http_requests_total{namespace=\"%s\",%s})"
            .formatted(namespace, cluster.prometheus().matcher());
    try {
      return !new PrometheusClient(HTTP, cluster.prometheus().url())
          .query(query, Instant.now(), ANSWER)
          .isEmpty();
    } catch (PrometheusClient.NoAnswer notYet) {
      return false;
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupt);
    }
  }
}
