package io.fleetcanary.starter;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.WhyText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what verdicts rest on. */
@Command(name = "why", description = "shows the figures behind each cluster's last verdict")
final class Why implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  Why(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      FleetStatus status = rollouts.status(rollout);
      output.answer(surroundings, "Why", status, WhyText.lines(status));
      return ExitCode.DONE.code();
    }
  }
}
