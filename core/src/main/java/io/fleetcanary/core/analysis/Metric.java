package io.fleetcanary.core.analysis;

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

  /** Bad requests of all requests, two counters. */
  record Ratio(String name, String bad, String of, long minRequests, List<Criterion> criteria)
      implements Metric {
    public Ratio {
      criteria = List.copyOf(criteria);
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
      List<Criterion> criteria)
      implements Metric {
    public Latency {
      criteria = List.copyOf(criteria);
    }
  }

  /** Free PromQL with one number as its result, in the metric's own unit; absolute limits only. */
  record Gauge(String name, String query, List<Criterion> criteria) implements Metric {
    public Gauge {
      criteria = List.copyOf(criteria);
    }
  }
}
