package io.fleetcanary.core.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;

/** One instruction of a canary plan. Closed, because the workflow must know every kind. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "setScale", value = Step.SetScale.class),
  @JsonSubTypes.Type(name = "setWeight", value = Step.SetWeight.class),
  @JsonSubTypes.Type(name = "watch", value = Step.Watch.class)
})
public sealed interface Step {
  /**
   * Canary pods present and ready, enough for the coming weight; the count follows stable's live
   * size.
   */
  record SetScale(TrafficWeight weight) implements Step {}

  /** Requests shifted, the route seen to accept it. */
  record SetWeight(TrafficWeight weight) implements Step {}

  /**
   * Measures the canary against limits and stable, at least for {@code bake}; slow faults need time
   * to show.
   */
  record Watch(Duration bake) implements Step {}
}
