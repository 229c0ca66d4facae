package io.fleetcanary.starter.list;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.server.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows which rollouts there are. */
@Command(name = "list", description = "lists the rollouts that run, and those that ended last")
public final class ListRollouts implements Callable<Integer> {
  /** More would not be read, and every one of them is asked. */
  private static final int MOST_RUNNING = 100;

  private final Surroundings surroundings;

  @Option(names = "--needs-approval", description = "only those that wait for a person")
  private boolean needsApproval;

  @Option(
      names = "--ended",
      paramLabel = "COUNT",
      description = "how many of those that have ended; default ${DEFAULT-VALUE}",
      defaultValue = "10")
  private int ended;

  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public ListRollouts(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      List<Run> runs = new ArrayList<>(rollouts.visibility().running(MOST_RUNNING));
      if (!needsApproval && ended > 0) {
        runs.addAll(rollouts.visibility().ended(ended));
      }
      show(new Look(rollouts).at(runs).stream().filter(this::wanted).toList());
    }
    return ExitCode.DONE.code();
  }

  private boolean wanted(Listed rollout) {
    return !needsApproval || rollout.needsApproval();
  }

  private void show(List<Listed> found) {
    if (found.isEmpty()) {
      surroundings.err().println(needsApproval ? "no rollout waits for a person" : "no rollouts");
      surroundings.err().flush();
    }
    output.answer(
        surroundings,
        "Rollouts",
        new Rows(found),
        found.isEmpty() ? List.of() : ListText.lines(found, surroundings.clock().instant()));
  }

  private record Rows(List<Listed> rollouts) {}
}
