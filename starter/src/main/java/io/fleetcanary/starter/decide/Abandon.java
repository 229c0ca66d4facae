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

/** A cluster that nobody waits for any more. */
@Command(
    name = "abandon",
    description = "stops waiting for a cluster out of reach; you take it over, on record")
public final class Abandon implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private ClusterOrder order = new ClusterOrder();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Abandon(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      output.answer(surroundings, order.send("abandon", rollouts, surroundings));
    }
    return ExitCode.DONE.code();
  }
}
