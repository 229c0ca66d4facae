package io.fleetcanary.starter.why;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Evidence;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.util.List;
import java.util.Optional;
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
      Fields fields = new Fields(status, watches, together(rollouts.evidence(), status));
      output.answer(surroundings, "Why", fields, fields.lines());
      return ExitCode.DONE.code();
    }
  }

  /** A pool has the name of its service: it may be that of an earlier rollout. */
  private Optional<Together> together(Evidence evidence, FleetStatus status) {
    return evidence
        .of(rollout)
        .filter(pool -> pool.rolloutId().equals(status.rolloutId()))
        .flatMap(pool -> evidence.since(rollout).flatMap(since -> Together.of(pool, since)));
  }

  /**
   * What scripts read: the status, the watches behind its findings, and what clusters have proved
   * together.
   *
   * @param watches by cluster
   * @param together left out where nothing is pooled
   */
  record Fields(
      @JsonUnwrapped FleetStatus status,
      SortedMap<String, ShownWatch> watches,
      @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Together> together) {
    /** What people read. */
    List<String> lines() {
      return WhyText.lines(status, watches, together);
    }
  }
}
