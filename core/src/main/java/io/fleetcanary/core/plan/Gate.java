package io.fleetcanary.core.plan;

import io.fleetcanary.core.approval.Quorum;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What must hold before the next wave: the wave bakes, then people approve.
 *
 * @param bake how long the promoted wave is watched before the gate opens
 * @param by groups that may approve; empty means nobody needs to
 * @param within how long people have; no answer counts as a rejection
 * @param quorum whose consent counts
 */
public record Gate(Duration bake, List<String> by, Duration within, Quorum quorum) {
  public Gate {
    by = List.copyOf(by);
    quorum = Objects.requireNonNullElse(quorum, Quorum.ANYBODY);
  }

  /** Anybody's, of those who are named. */
  public Gate(Duration bake, List<String> by, Duration within) {
    this(bake, by, within, Quorum.ANYBODY);
  }

  public boolean needsApproval() {
    return !by.isEmpty();
  }
}
