package io.fleetcanary.starter.begin;

import io.fleetcanary.starter.option.Surroundings;

/**
 * Where a service lives that a spec is to be begun from, as typed.
 *
 * @param kubeconfig empty for the usual one
 */
public record Origin(
    String workload,
    String namespace,
    String context,
    String kubeconfig,
    Surroundings surroundings) {}
