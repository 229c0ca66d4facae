package io.fleetcanary.core.status;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How one cluster ended. Closed: there is no fifth way. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "promoted", value = ClusterOutcome.Promoted.class),
  @JsonSubTypes.Type(name = "rolledBack", value = ClusterOutcome.RolledBack.class),
  @JsonSubTypes.Type(name = "untouched", value = ClusterOutcome.Untouched.class),
  @JsonSubTypes.Type(name = "handedOver", value = ClusterOutcome.HandedOver.class)
})
public sealed interface ClusterOutcome {
  /** One sentence. */
  String reason();

  /** The revision serves alone, nothing of ours is left. */
  record Promoted(String reason) implements ClusterOutcome {}

  /** Everything is as it was before. */
  record RolledBack(FailureClass because, String reason) implements ClusterOutcome {}

  /** Nothing was ever written. */
  record Untouched(FailureClass because, String reason) implements ClusterOutcome {}

  /** A person has it; {@code left} says exactly what we left behind. */
  record HandedOver(String reason, String left) implements ClusterOutcome {}
}
