package io.fleetcanary.core.plan;

import java.time.Duration;
import java.util.List;

/**
 * What must hold before the next wave: the wave bakes, then people approve.
 *
 * @param bake how long the promoted wave is watched before the gate opens
 * @param by groups that may approve; empty means nobody needs to
 * @param within how long people have; no answer counts as a rejection
 */
public record Gate(Duration bake, List<String> by, Duration within) {
  public Gate {
    by = List.copyOf(by);
  }

  public boolean needsApproval() {
    return !by.isEmpty();
  }
}
