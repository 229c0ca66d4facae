package io.fleetcanary.starter.decide;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Person;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Rolls back now. */
@Command(name = "abort", description = "rolls back now, in every state; asks nothing")
public final class Abort implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Mixin private Person person = new Person();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Abort(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      output.answer(surroundings, rollouts.abort(rollout, person.fields(surroundings)));
    }
    return ExitCode.DONE.code();
  }
}
