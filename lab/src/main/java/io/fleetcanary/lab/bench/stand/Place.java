package io.fleetcanary.lab.bench.stand;

/**
 * Where one installation of the service is.
 *
 * @param cluster name of the real cluster
 * @param namespace its real name
 */
public record Place(String cluster, String namespace) {}
