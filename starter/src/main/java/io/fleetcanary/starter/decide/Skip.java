package io.fleetcanary.starter.decide;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.ClusterOrder;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A release that leaves one cluster out. */
@Command(
    name = "skip",
    description = "goes on without a cluster that went back for a trouble of its own")
public final class Skip implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ClusterOrder order = new ClusterOrder();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Skip(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      output.answer(surroundings, order.send("skip", rollouts, surroundings));
    }
    return ExitCode.DONE.code();
  }
}
