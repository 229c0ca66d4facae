package io.fleetcanary.lab.bench.measure;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What something cost.
 *
 * @param seconds it took
 * @param processor seconds by role, what they use when idle taken off
 * @param calls to Kubernetes
 */
public record Cost(double seconds, SortedMap<String, Double> processor, AuditLog.Calls calls) {
  /** Of these roles together. */
  public double processor(String... roles) {
    double sum = 0;
    for (String role : roles) {
      sum += processor.getOrDefault(role, 0.0);
    }
    return sum;
  }

  /** What {@code after} used more than {@code before}, without what they use idle. */
  public static SortedMap<String, Double> used(
      SortedMap<String, Double> before,
      SortedMap<String, Double> after,
      SortedMap<String, Double> idlePerSecond,
      double seconds) {
    SortedMap<String, Double> used = new TreeMap<>();
    after.forEach(
        (role, now) ->
            used.put(
                role,
                now
                    - before.getOrDefault(role, 0.0)
                    - seconds * idlePerSecond.getOrDefault(role, 0.0)));
    return used;
  }
}
