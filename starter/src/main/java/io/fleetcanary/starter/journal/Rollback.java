package io.fleetcanary.starter.journal;

import io.fleetcanary.core.fleet.Serves;
import io.fleetcanary.starter.ci.GithubStep;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Follow;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Person;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.server.Standing;
import io.fleetcanary.starter.show.StartText;
import io.fleetcanary.starter.show.TemporalCommand;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a rollout of a revision that has served before. */
@Command(
    name = "rollback",
    description = "starts a rollout of the revision that was promoted before, or of an earlier one")
public final class Rollback implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Option(
      names = "--to",
      paramLabel = "REVISION",
      description = "one that was promoted everywhere, from history; default the one before")
  private String to = "";

  @Option(names = "--dry-run", description = "say what would be started, and start nothing")
  private boolean dryRun;

  @Mixin private Person person = new Person();
  @Mixin private Follow follow = new Follow();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Rollback(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Rollouts rollouts = server.connect(surroundings)) {
      Lineage lineage = Lineage.of(rollouts.journals().past(rollout));
      PastRollout now = lineage.current().orElseThrow(this::nothingServes);
      PastRollout target = target(lineage);
      if (isOnItsWay(target, rollouts)) {
        return ended(List.of(), rollouts).code();
      }
      String by = person.fields(surroundings).getOrDefault("by", "");
      BackSpec back = new Composition(rollout, lineage, rollouts.journals()).to(target, now, by);
      if (Lineage.same(now, target) && serves(back, rollouts)) {
        return ExitCode.DONE.code();
      }
      return start(back, rollouts).code();
    }
  }

  /** What was promoted last is brought back only where somebody has changed it since. */
  private boolean serves(BackSpec back, Rollouts rollouts) {
    Standing now = rollouts.standing(rollout, back.spec().input());
    if (!now.where(Serves.NO).isEmpty()) {
      return false;
    }
    output.answer(
        surroundings,
        "%s is what was promoted last, at %s: nothing to do; it serves %s"
            .formatted(
                back.target().revision(),
                back.target().until().truncatedTo(ChronoUnit.SECONDS),
                StartText.serves(now)));
    return true;
  }

  private PastRollout target(Lineage lineage) {
    if (to.isEmpty()) {
      return lineage.before().orElseThrow(() -> notGood("another revision before this one"));
    }
    return lineage.good(to).orElseThrow(() -> notGood(to));
  }

  private CommandException nothingServes() {
    return notGood("any revision");
  }

  private CommandException notGood(String what) {
    return new CommandException(
        ExitCode.CONFLICT,
        "the journal has no rollout of " + rollout + " that promoted " + what + " everywhere",
        List.of(
            "what it has: fleetcanary history " + rollout,
            "with a spec at hand: fleetcanary start FILE --again"));
  }

  /** Typed twice, it is done once. */
  private boolean isOnItsWay(PastRollout target, Rollouts rollouts) {
    boolean same =
        rollouts.underWay(rollout) && rollouts.status(rollout).revision().equals(target.revision());
    if (same && !follow.wanted()) {
      output.answer(
          surroundings, "the rollout of " + target.revision() + " is under way: nothing to do");
    }
    return same;
  }

  private ExitCode start(BackSpec back, Rollouts rollouts) throws InterruptedException {
    List<String> lines = new ArrayList<>(back.lines());
    if (dryRun) {
      lines.add(
          TemporalCommand.start(
              server.connection(surroundings),
              rollout.workflowId(),
              back.spec().summary(),
              back.spec().tree()));
      output.answer(surroundings, "Rollback", back.fields(), lines);
      return ExitCode.DONE;
    }
    lines.addAll(
        StartText.lines(
            rollout, rollouts.start(rollout, back.spec().summary(), back.spec().input(), true)));
    if (!follow.wanted()) {
      output.answer(surroundings, "Rollback", back.fields(), lines);
    }
    return ended(lines, rollouts);
  }

  private ExitCode ended(List<String> lines, Rollouts rollouts) throws InterruptedException {
    if (!follow.wanted()) {
      return ExitCode.DONE;
    }
    lines.forEach(surroundings.err()::println);
    return new GithubStep(surroundings, output).follow(follow, rollout, rollouts);
  }
}
