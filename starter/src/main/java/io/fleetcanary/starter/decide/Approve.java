package io.fleetcanary.starter.decide;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Decision;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A person's consent to go on. */
@Command(name = "approve", description = "goes on past a gate or a hold")
public final class Approve implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private Decision decision = new Decision();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Approve(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      output.answer(surroundings, decision.send("approve", rollouts, surroundings));
    }
    return ExitCode.DONE.code();
  }
}
