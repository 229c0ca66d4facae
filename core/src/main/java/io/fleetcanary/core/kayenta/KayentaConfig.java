package io.fleetcanary.core.kayenta;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The essentials of a Kayenta canary config.
 *
 * @param metrics those of ours that it judges, by name; none where nobody asked for it
 * @param groupWeights percent by group; groups without one share the rest
 * @param pass least score that passes
 * @param marginal least score that does not fail
 */
public record KayentaConfig(
    List<Judged> metrics, SortedMap<String, Double> groupWeights, double pass, double marginal) {
  /** Nobody asked for it. */
  public static final KayentaConfig NONE =
      new KayentaConfig(List.of(), Collections.emptySortedMap(), 0, 0);

  public KayentaConfig {
    metrics = List.copyOf(metrics);
    groupWeights = Collections.unmodifiableSortedMap(new TreeMap<>(groupWeights));
  }

  /** Whether it has an opinion on a metric of this name. */
  public boolean judges(String metric) {
    return metrics.stream().anyMatch(judged -> judged.name().equals(metric));
  }

  /** Which deviations count. */
  public enum Direction {
    INCREASE,
    DECREASE,
    EITHER;

    boolean up() {
      return this != DECREASE;
    }

    boolean down() {
      return this != INCREASE;
    }
  }

  /**
   * One metric.
   *
   * @param replace whether a missing value counts as 0, else it is left out
   * @param outliers how many interquartile ranges off a value is left out; 0 keeps all
   */
  public record Judged(
      String name,
      List<String> groups,
      Direction direction,
      boolean critical,
      boolean mustHaveData,
      boolean muted,
      boolean replace,
      double outliers,
      Effect effect) {
    public Judged {
      groups = List.copyOf(groups);
    }
  }

  /**
   * How large a significant deviation must be to count.
   *
   * @param cles measured as the chance that a value of the canary is the larger one, else as the
   *     ratio of the means
   */
  public record Effect(
      boolean cles,
      double allowedIncrease,
      double allowedDecrease,
      double criticalIncrease,
      double criticalDecrease) {}
}
