package io.fleetcanary.lab.story;

import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.LabFleet;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a cluster's Prometheus has seen requests of a namespace. A release before that is refused
 * for want of metrics.
 */
public record Scraped(ClusterEntry cluster, String namespace) {
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /**
   * Waits until every cluster's Prometheus has.
   *
   * @throws IllegalStateException when one of them has not in time
   */
  public static void await(LabFleet fleet, String namespace) {
    for (ClusterEntry cluster : fleet.inventory().clusters()) {
      Scraped scraped = new Scraped(cluster, namespace);
      Eventually.within(WITHIN, scraped::require);
    }
  }

  private void require() {
    if (!seen()) {
      throw new IllegalStateException("prometheus must see " + namespace + " in " + cluster.name());
    }
  }

  private boolean seen() {
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
