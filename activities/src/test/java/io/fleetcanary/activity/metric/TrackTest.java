package io.fleetcanary.activity.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackTest {
  private static final List<String> PODS = List.of("chat-b", "chat.a");

  @Test
  void standsForNamespaceClusterAndPodsByName() {
    Track track = Track.of(new PrometheusAccess("", "cluster=\"eu-1\"", "pod"), "inference", PODS);

    assertThat(track.fill("http_requests_total{$track,status=~\"5..\"}"))
        .isEqualTo(
            "http_requests_total{namespace=\"inference\",cluster=\"eu-1\",pod=~\"chat-b|chat[.]a\",status=~\"5..\"}");
  }

  @Test
  void needsNoMatcherWhereAPrometheusHasOneCluster() {
    Track track = Track.of(new PrometheusAccess("", "", "pod"), "inference", PODS);

    assertThat(track.matchers()).isEqualTo("namespace=\"inference\",pod=~\"chat-b|chat[.]a\"");
  }

  @Test
  void usesTheRenamedNamespaceWhereThePodIsRenamed() {
    Track track = Track.of(new PrometheusAccess("", "", "exported_pod"), "inference", PODS);

    assertThat(track.matchers()).startsWith("exported_namespace=\"inference\",exported_pod=~");
  }
}
