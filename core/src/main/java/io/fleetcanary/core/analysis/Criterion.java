package io.fleetcanary.core.analysis;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** When a metric is bad. Shares are fractions (2 % is 0.02), gauges are in their own unit. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "max", value = Criterion.Max.class),
  @JsonSubTypes.Type(name = "min", value = Criterion.Min.class),
  @JsonSubTypes.Type(name = "worse", value = Criterion.Worse.class)
})
public sealed interface Criterion {
  /** Bad above {@code limit}. */
  record Max(double limit) implements Criterion {}

  /** Bad below {@code limit}; gauges only. */
  record Min(double limit) implements Criterion {}

  /** Bad when the canary's rate is more than {@code 1 + by} times stable's over the same time. */
  record Worse(double by) implements Criterion {}
}
