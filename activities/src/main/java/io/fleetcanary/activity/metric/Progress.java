package io.fleetcanary.activity.metric;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.analysis.Metric;
import java.time.Duration;
import java.util.List;

/** How far one metric has come. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "counting", value = Counting.class),
  @JsonSubTypes.Type(name = "gauging", value = Gauging.class)
})
public sealed interface Progress permits Counting, Gauging {
  /** Nothing is known yet. */
  static Progress start(Metric metric) {
    return metric instanceof Metric.Gauge
        ? new Gauging(0, List.of())
        : Counting.start(metric.criteria());
  }

  /** What tells it from one of another kind of metric. */
  String shape();

  /** How many comparisons with stable it carries: they take the most space. */
  int comparisons();

  /** How long it takes until what happens now is counted: zero where nothing is. */
  Duration lag();
}
