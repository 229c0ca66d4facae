package io.fleetcanary.starter.journal;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Journals;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what tells two rollouts apart. */
@Command(
    name = "diff",
    description = "compares two past rollouts: their specs, and what came of them in each cluster")
public final class Diff implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(index = "0", paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Parameters(index = "1", paramLabel = "ONE", description = "a revision, or a rollout's id")
  private String one = "";

  @Parameters(index = "2", paramLabel = "OTHER", description = "the same, to compare with")
  private String other = "";

  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Diff(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      Difference difference =
          Difference.of(kept(one, rollouts.journals()), kept(other, rollouts.journals()));
      output.answer(surroundings, "Diff", difference, DiffText.lines(difference));
    }
    return ExitCode.DONE.code();
  }

  private Kept kept(String called, Journals journals) {
    return journals
        .find(rollout, called)
        .map(it -> Kept.of(rollout, it, journals))
        .orElseThrow(
            () ->
                new CommandException(
                    ExitCode.CONFLICT,
                    "the journal has no rollout " + called + " of " + rollout,
                    List.of("what it has: fleetcanary history " + rollout)));
  }
}
