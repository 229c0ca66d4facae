package io.fleetcanary.starter;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Asker;
import io.fleetcanary.starter.option.Follow;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.Json;
import io.fleetcanary.starter.spec.SpecFile;
import io.fleetcanary.workflow.takeover.TakeOver.Order;
import io.fleetcanary.workflow.takeover.TakeOver.Taken;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What becomes of a rollout of the same service that is in the way. It comes back first, all of it:
 * a cluster never serves three revisions.
 */
final class Predecessor {
  @Option(
      names = "--supersede",
      description = "bring a rollout of the service that is under way back first, then start")
  private boolean supersede;

  @Option(
      names = "--take-over",
      description =
          "bring back first what rollouts hold that have no run here any more, or never had: lost"
              + " ones, and those of another installation; then start")
  private boolean takeOver;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "why what is in the way comes back, in one sentence")
  private String reason = "";

  @Mixin private Asker asker = new Asker();

  /** The spec with who asks for it, who also brings back what is in the way. */
  SpecFile asked(SpecFile spec, Surroundings surroundings) {
    return spec.askedBy(asker, surroundings);
  }

  /** Sees to it that nothing is in the way any more, or ends the command. */
  void makeRoom(SpecFile spec, Rollouts rollouts, Follow follow, Surroundings surroundings)
      throws InterruptedException {
    RolloutName name = spec.rollout();
    if ((supersede || takeOver) && rollouts.underWay(name)) {
      requireSupersede(name);
      sendBack(spec, rollouts, surroundings);
      requireRoom(name, follow.untilItsEnd(name, rollouts, surroundings));
    }
    if (takeOver) {
      Taken taken = rollouts.takeOver(name, order(spec, surroundings), follow.patience());
      taken.back().forEach(surroundings.err()::println);
      requireTaken(name, taken);
    }
  }

  /** What lives here is never taken over: it is told to go back, and does it in order. */
  private void requireSupersede(RolloutName name) {
    if (!supersede) {
      throw new CommandException(
          ExitCode.CONFLICT,
          name.workflowId() + " is under way, and not to be taken over; this spec was not started",
          List.of("bring it back first: start with --supersede"));
    }
  }

  private void sendBack(SpecFile spec, Rollouts rollouts, Surroundings surroundings) {
    RolloutName name = spec.rollout();
    String revision = spec.spec().revision().name();
    if (rollouts.status(name).revision().equals(revision)) {
      throw new CommandException(
          ExitCode.CONFLICT,
          name.workflowId() + " is releasing " + revision + " already; this spec was not started",
          List.of("look at it: fleetcanary status " + name));
    }
    SortedMap<String, String> order = new TreeMap<>();
    order.put("by", by(surroundings));
    order.put("reason", "superseded by " + revision + (reason.isEmpty() ? "" : ", " + reason));
    surroundings.err().println(sendBack(name, order, rollouts));
  }

  /** Ends the command where the rollout before has left something behind. */
  private static void requireRoom(RolloutName name, FleetStatus ended) {
    if (ended.phase() == FleetPhase.HANDED_OVER) {
      throw leftBehind(name.workflowId(), List.of(ended.reason()));
    }
  }

  private Order order(SpecFile spec, Surroundings surroundings) {
    return new Order(Json.line(spec.tree()), by(surroundings), reason);
  }

  private static void requireTaken(RolloutName name, Taken taken) {
    if (!taken.refused().isEmpty()) {
      throw new CommandException(
          ExitCode.CONFLICT,
          "nothing of " + name + " was taken over; this spec was not started",
          taken.refused());
    }
    if (!taken.left().isEmpty()) {
      throw leftBehind("what was taken over", taken.left());
    }
  }

  private static CommandException leftBehind(String who, List<String> what) {
    return new CommandException(
        ExitCode.HANDED_OVER, who + " left something behind; this spec was not started", what);
  }

  /** One that is being kept comes to its end without us. */
  private static String sendBack(
      RolloutName name, SortedMap<String, String> order, Rollouts rollouts) {
    try {
      return rollouts.abort(name, order);
    } catch (CommandException late) {
      if (late.code() != ExitCode.CONFLICT) {
        throw late;
      }
      return name.workflowId() + ": " + late.getMessage() + "; waiting for its end";
    }
  }

  /** Who types it, whoever the spec says is asking. */
  private String by(Surroundings surroundings) {
    return asker.name(null, surroundings).orElse("unknown");
  }
}
