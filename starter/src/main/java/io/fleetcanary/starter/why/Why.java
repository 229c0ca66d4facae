package io.fleetcanary.starter.why;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what verdicts rest on. */
@Command(
    name = "why",
    description = "shows figures, time and queries behind each cluster's last verdict")
public final class Why implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Why(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      FleetStatus status = rollouts.status(rollout);
      SortedMap<String, ShownWatch> watches = new TreeMap<>();
      rollouts
          .watches()
          .behind(rollout, status.waves().stream().flatMap(wave -> wave.clusters().stream()))
          .forEach((cluster, watch) -> watches.put(cluster, ShownWatch.of(watch)));
      output.answer(
          surroundings, "Why", new Fields(status, watches), WhyText.lines(status, watches));
      return ExitCode.DONE.code();
    }
  }

  /**
   * What scripts read: the status, and the watches behind its findings.
   *
   * @param watches by cluster
   */
  record Fields(@JsonUnwrapped FleetStatus status, SortedMap<String, ShownWatch> watches) {}
}
