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

/** Goes on after a pause. */
@Command(name = "resume", description = "goes on after a pause")
public final class Resume implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Mixin private Person person = new Person();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Resume(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      output.answer(surroundings, rollouts.tell(rollout, "resume", person.fields(surroundings)));
    }
    return ExitCode.DONE.code();
  }
}
