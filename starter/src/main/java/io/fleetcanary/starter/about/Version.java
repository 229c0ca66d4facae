package io.fleetcanary.starter.about;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what is on the two ends of the line. */
@Command(name = "version", description = "shows the version of this program and of Temporal")
public final class Version implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--client", description = "of this program alone; connects to nothing")
  private boolean client;

  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Version(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Of this program. */
  public static String ofThisProgram() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "(not packaged)");
  }

  /** This program's is shown whatever becomes of the server's. */
  @Override
  public Integer call() {
    if (client) {
      show(Optional.empty());
      return ExitCode.DONE.code();
    }
    try (Rollouts rollouts = server.connect(surroundings)) {
      show(Optional.of(rollouts.installation().version()));
      return ExitCode.DONE.code();
    } catch (CommandException unreachable) {
      show(Optional.empty());
      throw unreachable;
    }
  }

  private void show(Optional<String> temporal) {
    Versions versions = new Versions(ofThisProgram(), Runtime.version().toString(), temporal);
    List<String> lines = new ArrayList<>();
    lines.add("fleetcanary " + versions.fleetcanary());
    lines.add("java        " + versions.java());
    temporal.ifPresent(version -> lines.add("temporal    " + version));
    output.answer(surroundings, "Version", versions, lines);
  }

  private record Versions(String fleetcanary, String java, Optional<String> temporal) {}
}
