package io.fleetcanary.activity.traffic;

import static io.fleetcanary.activity.traffic.RouteWeights.SCALE;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * One backend of a rule; stable's together with the canary's copy of it.
 *
 * @param reference as it stands in the route
 * @param stable whether it is the Service that callers use
 * @param canary weight of the copy, empty where there is none
 */
record Backend(Map<String, Object> reference, boolean stable, OptionalLong canary) {
  static final String WEIGHT = "weight";
  static final String NAME = "name";

  /** Weight of a reference; absent means 1. */
  static long weight(Map<String, Object> reference) {
    return Trees.number(reference, WEIGHT, 1);
  }

  /** The same backend but for name and weight: what a canary's copy shares with its original. */
  static Map<String, Object> rest(Map<String, Object> reference) {
    Map<String, Object> rest = new LinkedHashMap<>(reference);
    rest.remove(NAME);
    rest.remove(WEIGHT);
    return rest;
  }

  /** The same reference to another Service. */
  static Map<String, Object> renamed(Map<String, Object> reference, String name) {
    Map<String, Object> renamed = new LinkedHashMap<>(reference);
    renamed.put(NAME, name);
    return renamed;
  }

  /** Weight of both together. */
  long total() {
    return weight(reference) + canary.orElse(0);
  }

  /** Whether this can be what we wrote for some weight: a multiple of the scale. */
  boolean scaled() {
    return total() % SCALE == 0 && stable == canary.isPresent();
  }

  /** The canary's share of {@link #total} that is not 0, percent. */
  double percent() {
    return 100.0 * canary.orElse(0) / total();
  }

  /** Without the copy, divided as it was multiplied. */
  Backend unscaled() {
    return new Backend(weighing(total() / SCALE), stable, OptionalLong.empty());
  }

  /** Without the copy, whose requests it takes over. */
  Backend merged() {
    return canary.isEmpty() ? this : new Backend(weighing(total()), stable, OptionalLong.empty());
  }

  Map<String, Object> weighing(long weight) {
    return weighing(weight, Trees.text(reference, NAME, ""));
  }

  /** What to write for a share: the backend alone, or with the canary's copy behind it. */
  Stream<Map<String, Object>> split(long percent, String canaryName) {
    long weight = total();
    return stable
        ? Stream.of(weighing(weight * (SCALE - percent)), weighing(weight * percent, canaryName))
        : Stream.of(weighing(weight * SCALE));
  }

  Map<String, Object> weighing(long weight, String name) {
    Map<String, Object> weighing = renamed(reference, name);
    weighing.put(WEIGHT, Math.toIntExact(weight));
    return weighing;
  }
}
