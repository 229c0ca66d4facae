package io.fleetcanary.starter.option;

import io.fleetcanary.core.document.DurationText;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.ProgressText;
import io.fleetcanary.starter.show.StatusText;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Waits for a rollout, and shows on the way what changes. Ending the command never ends it. */
public final class Follow {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration FOR_EVER = Duration.ofDays(365);

  @Option(
      names = "--wait",
      arity = "0..1",
      fallbackValue = "done",
      paramLabel = "STAGE",
      description =
          "accepted: until it is planned or refused. wave:NAME or wave:NUMBER: until that wave serves"
              + " the new revision. done (without a value): to its end")
  private @Nullable Stage stage;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "stop waiting after this time, e.g. 30m; exit code 6, or 7 for a person to act")
  private @Nullable Duration timeout;

  public boolean wanted() {
    return stage != null;
  }

  /** How long to wait at most, whatever for. */
  public Duration patience() {
    return timeout == null ? FOR_EVER : timeout;
  }

  /** Waits, then writes the status; the code says how it ended. */
  public ExitCode follow(
      RolloutName name, Rollouts rollouts, Surroundings surroundings, Output output)
      throws InterruptedException {
    FleetStatus status =
        Parting.around(
            surroundings,
            hint(name),
            () -> await(name, rollouts, surroundings, stage == null ? Stage.DONE : stage));
    output.answer(
        surroundings,
        "Status",
        status,
        new StatusText(status, surroundings.clock().instant()).lines());
    return status.phase().ended() ? ExitCode.of(status.phase()) : ExitCode.DONE;
  }

  /** Waits for the end whatever stage is asked for, at most as long as asked for. */
  public FleetStatus untilItsEnd(RolloutName name, Rollouts rollouts, Surroundings surroundings)
      throws InterruptedException {
    return await(name, rollouts, surroundings, Stage.DONE);
  }

  private FleetStatus await(
      RolloutName name, Rollouts rollouts, Surroundings surroundings, Stage until)
      throws InterruptedException {
    ProgressText progress = new ProgressText();
    long began = System.nanoTime();
    while (true) {
      FleetStatus status = rollouts.status(name);
      progress.changes(status, surroundings.clock().instant()).forEach(surroundings.err()::println);
      if (until.reached(status)) {
        return status;
      }
      requireOpen(name, rollouts, status);
      if (timeout != null && System.nanoTime() - began > timeout.toNanos()) {
        throw timedOut(name, status, timeout);
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  /**
   * Ends the command where the rollout was closed from outside. A look at the status may have come
   * just before the end: looks once more before crying.
   */
  public static void requireOpen(RolloutName name, Rollouts rollouts, FleetStatus seen) {
    if (!rollouts.open(name) && !rollouts.status(name).phase().ended()) {
      throw new CommandException(
          ExitCode.HANDED_OVER,
          name.workflowId()
              + " was closed from outside while it was "
              + StatusText.of(seen.phase()),
          List.of(
              "its clusters go back by themselves; look at the runs " + name.workflowId() + "/*"));
    }
  }

  private static CommandException timedOut(RolloutName name, FleetStatus seen, Duration timeout) {
    String late = "; not waiting any longer than " + DurationText.print(timeout);
    String again = "wait again: fleetcanary status " + name + " --wait";
    return switch (seen.phase()) {
      case WAITING_FOR_APPROVAL, HOLDING, PAUSED ->
          new CommandException(
              ExitCode.PERSON_NEEDED,
              name.workflowId() + " is " + StatusText.of(seen.phase()) + late,
              List.of("what it waits for: fleetcanary status " + name, again));
      default ->
          new CommandException(
              ExitCode.TIMED_OUT, name.workflowId() + " goes on" + late, List.of(again));
    };
  }

  private static List<String> hint(RolloutName name) {
    return List.of(
        name.workflowId() + " goes on",
        "  wait again: fleetcanary status " + name + " --wait",
        "  roll back: fleetcanary abort " + name);
  }
}
