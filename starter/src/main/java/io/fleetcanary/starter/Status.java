package io.fleetcanary.starter;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.ci.GithubStep;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Follow;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.StatusText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows where a rollout is. */
@Command(
    name = "status",
    aliases = "get",
    description = "shows waves, clusters, weights set and seen, and what it waits for")
final class Status implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Mixin private Follow follow = new Follow();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  Status(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Rollouts rollouts = server.connect(surroundings)) {
      if (follow.wanted()) {
        return new GithubStep(surroundings, output).follow(follow, rollout, rollouts).code();
      }
      FleetStatus status = rollouts.status(rollout);
      StatusText text = new StatusText(status, surroundings.clock().instant());
      output.answer(surroundings, "Status", status, text.lines());
      return ExitCode.DONE.code();
    }
  }
}
