package io.fleetcanary.workflow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fleetcanary.core.status.FailureClass;
import java.util.Objects;

/**
 * How one change going forward ended. A value, so that nothing retries a bad canary into a good
 * one.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
@JsonSubTypes({
  @JsonSubTypes.Type(name = "done", value = Progress.Done.class),
  @JsonSubTypes.Type(name = "stopped", value = Progress.Stopped.class),
  @JsonSubTypes.Type(name = "turnedBack", value = Progress.TurnedBack.class)
})
public sealed interface Progress {
  /**
   * The cluster is as asked.
   *
   * @param left what somebody else changed and is therefore left as it is; mostly empty
   */
  record Done(String left) implements Progress {
    public Done {
      left = Objects.requireNonNullElse(left, "");
    }

    /** Nobody else was there. */
    public Done() {
      this("");
    }
  }

  /**
   * It cannot be, and retrying does not help.
   *
   * @param touched false only when nothing was ever written in this cluster by this rollout
   */
  record Stopped(FailureClass because, String reason, boolean touched) implements Progress {}

  /** Our own way back is at work already: mostly the watcher's brake, and it knows why. */
  record TurnedBack() implements Progress {}
}
