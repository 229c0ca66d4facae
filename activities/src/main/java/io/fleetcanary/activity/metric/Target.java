package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.prometheus.PrometheusClient.Series;

/**
 * What one scrape reads.
 *
 * @param instance address and port; empty where nobody says
 */
record Target(String pod, String instance, String job) {
  static Target of(Track track, Series series) {
    return new Target(
        track.pod(series),
        series.labels().getOrDefault("instance", ""),
        series.labels().getOrDefault("job", ""));
  }
}
