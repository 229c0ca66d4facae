package io.fleetcanary.starter.option;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.util.List;
import java.util.SortedMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What becomes of a rollout of the same service that is under way. It comes back first, all of it:
 * a cluster never serves three revisions.
 */
public final class Supersede {
  @Option(
      names = "--supersede",
      description = "bring a rollout of the service that is under way back first, then start")
  private boolean wanted;

  @Mixin private Person person = new Person();

  /** Whether a conflict is to be resolved. */
  public boolean wanted() {
    return wanted;
  }

  /**
   * Tells the rollout under way to go back.
   *
   * @param revision what comes instead; the same one is not superseded by itself
   */
  public void sendBack(
      RolloutName name, String revision, Rollouts rollouts, Surroundings surroundings) {
    if (rollouts.status(name).revision().equals(revision)) {
      throw new CommandException(
          ExitCode.CONFLICT,
          name.workflowId() + " is releasing " + revision + " already; this spec was not started",
          List.of("look at it: fleetcanary status " + name));
    }
    surroundings.err().println(order(name, revision, rollouts, surroundings));
  }

  /** Ends the command where the rollout before has left something behind. */
  public static void requireRoom(RolloutName name, FleetStatus ended) {
    if (ended.phase() == FleetPhase.HANDED_OVER) {
      throw new CommandException(
          ExitCode.HANDED_OVER,
          name.workflowId() + " left something behind; this spec was not started",
          List.of(ended.reason()));
    }
  }

  /** One that is being kept comes to its end without us. */
  private String order(
      RolloutName name, String revision, Rollouts rollouts, Surroundings surroundings) {
    SortedMap<String, String> order = person.fields(surroundings);
    order.merge("reason", "superseded by " + revision, (why, by) -> by + ", " + why);
    try {
      return rollouts.abort(name, order);
    } catch (CommandException late) {
      if (late.code() != ExitCode.CONFLICT) {
        throw late;
      }
      return name.workflowId() + ": " + late.getMessage() + "; waiting for its end";
    }
  }
}
