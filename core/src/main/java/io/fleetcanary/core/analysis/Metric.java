package io.fleetcanary.core.analysis;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_DEFAULT;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One thing to measure. Selectors carry {@code $track} where the matchers of one arm go. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "ratio", value = Metric.Ratio.class),
  @JsonSubTypes.Type(name = "latency", value = Metric.Latency.class),
  @JsonSubTypes.Type(name = "gauge", value = Metric.Gauge.class)
})
public sealed interface Metric {
  String name();

  /** What is asked for, {@code $track} still inside. */
  default List<String> selectors() {
    return switch (this) {
      case Ratio ratio -> List.of(ratio.bad(), ratio.of());
      case Latency latency -> List.of(latency.histogram());
      case Gauge gauge -> List.of(gauge.query());
    };
  }

  /** When it is bad; all that apply, at least one. */
  List<Criterion> criteria();

  /** Whether it is only tried out: what it says is shown, and decides nothing. */
  boolean onTrial();

  /** Whether a verdict depends on it. */
  default boolean decides() {
    return !onTrial();
  }

  /** Whether it tells the arms apart; else it measures the cluster as a whole. */
  default boolean ofOneArm() {
    return selectors().stream().anyMatch(selector -> selector.contains("$track"));
  }

  /** Bad requests of all requests, two counters. */
  record Ratio(
      String name,
      String bad,
      String of,
      long minRequests,
      List<Criterion> criteria,
      @JsonInclude(NON_DEFAULT) boolean onTrial)
      implements Metric {
    public Ratio {
      criteria = List.copyOf(criteria);
    }

    /** One that decides. */
    public Ratio(String name, String bad, String of, long minRequests, List<Criterion> criteria) {
      this(name, bad, of, minRequests, criteria, false);
    }
  }

  /**
   * Requests slower than a real bucket edge, of all requests.
   *
   * @param histogram selector of the histogram without {@code _bucket}
   * @param aboveSeconds a bucket edge of the histogram, seconds
   */
  record Latency(
      String name,
      String histogram,
      double aboveSeconds,
      long minRequests,
      List<Criterion> criteria,
      @JsonInclude(NON_DEFAULT) boolean onTrial)
      implements Metric {
    public Latency {
      criteria = List.copyOf(criteria);
    }

    /** One that decides. */
    public Latency(
        String name,
        String histogram,
        double aboveSeconds,
        long minRequests,
        List<Criterion> criteria) {
      this(name, histogram, aboveSeconds, minRequests, criteria, false);
    }
  }

  /**
   * Free PromQL with one number as its result, in the metric's own unit; absolute limits only.
   *
   * @param compare whether stable is asked too: what comes of that is shown, and decides nothing
   */
  record Gauge(
      String name,
      String query,
      List<Criterion> criteria,
      @JsonInclude(NON_DEFAULT) boolean onTrial,
      @JsonInclude(NON_DEFAULT) boolean compare)
      implements Metric {
    public Gauge {
      criteria = List.copyOf(criteria);
    }

    /** One that decides. */
    public Gauge(String name, String query, List<Criterion> criteria) {
      this(name, query, criteria, false, false);
    }

    /** Without a limit there is nothing to decide by. */
    @Override
    public boolean decides() {
      return !onTrial && !(compare && criteria.isEmpty());
    }
  }
}
