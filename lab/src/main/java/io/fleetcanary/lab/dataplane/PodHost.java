package io.fleetcanary.lab.dataplane;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Behaviours;
import java.time.Duration;

/**
 * What the pods of one cluster have in common.
 *
 * @param client may read and delete pods and write their status
 * @param drain how long a deleted pod serves on
 */
record PodHost(
    String cluster,
    KubernetesClient client,
    Behaviours behaviours,
    PodAddresses addresses,
    Duration drain) {
  Behaviour behaviour(String image, String pod) {
    return behaviours.of(cluster, image, pod);
  }
}
