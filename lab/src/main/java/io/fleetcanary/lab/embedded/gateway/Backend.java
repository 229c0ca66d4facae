package io.fleetcanary.lab.embedded.gateway;

import java.util.List;

/**
 * One backend of a route.
 *
 * @param service namespace and name
 * @param weight its part of the sum of all weights, 0 or more
 * @param exists whether there is such a service
 * @param endpoints uids of the pods that take its requests
 */
record Backend(String service, int weight, boolean exists, List<String> endpoints) {
  Backend {
    endpoints = List.copyOf(endpoints);
  }
}
