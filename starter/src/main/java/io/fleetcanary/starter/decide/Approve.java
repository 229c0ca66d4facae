package io.fleetcanary.starter.decide;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Decision;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Signing;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A person's consent to go on. */
@Command(name = "approve", description = "goes on past a gate or a hold")
public final class Approve implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--withdraw",
      description = "takes your consent back, as long as the gate waits for others")
  private boolean withdraw;

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private Decision decision = new Decision();
  @Mixin private Signing signing = new Signing();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Approve(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      output.answer(
          surroundings,
          withdraw
              ? decision.withdraw(rollouts, surroundings)
              : decision.consent(typed(), signing, rollouts, surroundings));
    }
    return ExitCode.DONE.code();
  }

  private List<String> typed() {
    return command.root().commandLine().getParseResult().originalArgs();
  }
}
