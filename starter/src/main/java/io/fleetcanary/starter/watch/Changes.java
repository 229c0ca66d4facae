package io.fleetcanary.starter.watch;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.option.Follow;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.ProgressText;
import java.time.Duration;

/** Where there is no terminal: one line for each change, until the end. */
final class Changes {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private Changes() {}

  /** How it ended. */
  static FleetStatus print(RolloutName name, Rollouts rollouts, Surroundings surroundings)
      throws InterruptedException {
    ProgressText progress = new ProgressText();
    while (true) {
      FleetStatus status = rollouts.status(name);
      progress.changes(status, surroundings.clock().instant()).forEach(surroundings.out()::println);
      surroundings.out().flush();
      if (status.phase().ended()) {
        return status;
      }
      Follow.requireOpen(name, rollouts, status);
      Thread.sleep(BETWEEN_LOOKS);
    }
  }
}
