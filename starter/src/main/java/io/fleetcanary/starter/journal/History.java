package io.fleetcanary.starter.journal;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was released before. */
@Command(
    name = "history",
    description = "lists past rollouts of a service, also those that Temporal has forgotten")
public final class History implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Option(
      names = "--most",
      paramLabel = "COUNT",
      description = "how many, newest first; default ${DEFAULT-VALUE}",
      defaultValue = "20")
  private int most;

  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public History(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      List<PastRollout> past = rollouts.journals().past(rollout, Math.max(1, most));
      if (past.isEmpty()) {
        surroundings.err().println("the journal has no rollout of " + rollout);
        surroundings.err().flush();
      }
      output.answer(
          surroundings,
          "History",
          new Rows(past),
          past.isEmpty() ? List.of() : HistoryText.lines(rollout, past));
    }
    return ExitCode.DONE.code();
  }

  private record Rows(List<PastRollout> rollouts) {}
}
