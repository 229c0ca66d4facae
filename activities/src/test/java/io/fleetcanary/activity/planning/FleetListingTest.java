package io.fleetcanary.activity.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.core.fleet.KnownCluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FleetListingTest {
  @Test
  void saysNamesLabelsAndQueuesAndNoAddresses() {
    TreeMap<String, String> labels = new TreeMap<>(Map.of("region", "eu"));
    FleetInventory inventory =
        new FleetInventory(
            List.of(
                new ClusterEntry(
                    "eu-1",
                    labels,
                    new ApiAccess.Kubeconfig("/etc/kube", "admin"),
                    new PrometheusAccess("http://prometheus:9090", "", "pod"),
                    "eu-1")));

    assertThat(new FleetListing(inventory).knownFleet().clusters())
        .containsExactly(new KnownCluster("eu-1", labels, "eu-1"));
  }
}
