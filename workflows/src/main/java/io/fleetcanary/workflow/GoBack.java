package io.fleetcanary.workflow;

import io.fleetcanary.core.status.FailureClass;
import java.time.Duration;
import java.util.Objects;

/**
 * Why a cluster must go back, in one sentence.
 *
 * @param room how long it leaves to others between taking its traffic off and all the rest: where
 *     many go back in one moment, the traffic of all of them comes first. It then tells its parent
 *     nothing before it has ended: messages would hold up the orders to the last clusters
 */
public record GoBack(FailureClass because, String reason, Duration room) {
  public GoBack {
    room = Objects.requireNonNullElse(room, Duration.ZERO);
  }

  /** At once, all of it. */
  public GoBack(FailureClass because, String reason) {
    this(because, reason, Duration.ZERO);
  }
}
