package io.fleetcanary.starter;

import io.fleetcanary.core.fleet.Serves;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.starter.ci.GithubStep;
import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Follow;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.server.Started;
import io.fleetcanary.starter.show.StartText;
import io.fleetcanary.starter.show.TemporalCommand;
import io.fleetcanary.starter.spec.SpecFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a rollout. */
@Command(
    name = "start",
    description = "starts a rollout, once for each spec; another that is running is a conflict")
final class Start implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "FILE", description = "a spec, YAML or JSON; - for standard input")
  private Path file = Path.of("-");

  @Option(
      names = "--dry-run",
      description = "print the temporal command, and the link, that would do the same")
  private boolean dryRun;

  @Option(
      names = "--again",
      description = "even if the revision has failed before, or this very spec has been released")
  private boolean again;

  @Mixin private Predecessor predecessor = new Predecessor();
  @Mixin private Follow follow = new Follow();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  Start(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    SpecFile written = SpecFile.require(file, surroundings);
    SpecFile spec = predecessor.asked(again ? written.again() : written, surroundings);
    if (dryRun) {
      return printCommand(spec).code();
    }
    try (Rollouts rollouts = server.connect(surroundings)) {
      return start(spec, rollouts).code();
    }
  }

  private ExitCode printCommand(SpecFile spec) {
    String command =
        TemporalCommand.start(
            server.connection(surroundings),
            spec.rollout().workflowId(),
            spec.summary(),
            spec.tree());
    Optional<String> form = server.ui(surroundings).form(spec.rollout().workflowId());
    output.answer(
        surroundings, "Command", new DryRun(command, form), StartText.lines(command, form));
    return ExitCode.DONE;
  }

  private ExitCode start(SpecFile spec, Rollouts rollouts) throws InterruptedException {
    RolloutName name = spec.rollout();
    Started started = started(spec, rollouts);
    requireStillServed(started);
    List<String> lines = StartText.lines(name, started);
    if (follow.wanted()) {
      lines.forEach(surroundings.err()::println);
      return new GithubStep(surroundings, output).follow(follow, name, rollouts);
    }
    requireNoBadEnd(name, started);
    output.answer(surroundings, "Started", started, lines);
    return ExitCode.DONE;
  }

  private Started started(SpecFile spec, Rollouts rollouts) throws InterruptedException {
    predecessor.makeRoom(spec, rollouts, follow, surroundings);
    return rollouts.start(spec.rollout(), spec.summary(), spec.input(), again);
  }

  /** What was promoted, and somebody has changed since, is no success of this command. */
  private void requireStillServed(Started started) {
    List<String> gone = started.standing().map(now -> now.where(Serves.NO)).orElse(List.of());
    if (!gone.isEmpty()) {
      throw new CommandException(
          ExitCode.CONFLICT,
          StartText.gone(started.workflowId(), started.ending().orElseThrow(), gone),
          List.of(
              "what is there now, and what would happen: fleetcanary plan " + file,
              "release it again: fleetcanary start " + file + " --again"));
    }
  }

  /** What has not ended well is told as it is where somebody waits for it. */
  private void requireNoBadEnd(RolloutName name, Started started) {
    started
        .ending()
        .filter(ending -> ending.phase() != FleetPhase.PROMOTED)
        .ifPresent(
            ending -> {
              throw new CommandException(
                  ExitCode.of(ending.phase()),
                  StartText.ended(started.workflowId(), ending),
                  List.of(
                      "look at it: fleetcanary report " + name,
                      "start it again: fleetcanary start " + file + " --again"));
            });
  }

  private record DryRun(String command, Optional<String> form) {}
}
