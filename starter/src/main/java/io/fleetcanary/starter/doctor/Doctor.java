package io.fleetcanary.starter.doctor;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is wrong with an installation. */
@Command(
    name = "doctor",
    description = "checks Temporal, its namespace and queues, the workers and clocks")
public final class Doctor implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(
      names = "--worker",
      paramLabel = "URL",
      description = "ask this worker for its health too, e.g. http://localhost:8080; repeatable")
  private List<URI> workers = new ArrayList<>();

  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Doctor(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    workers.forEach(Doctor::requireWeb);
    List<Check> checks = new ArrayList<>();
    ExitCode code = temporal(checks);
    for (URI worker : workers) {
      checks.add(new WorkerHealth(worker).check());
    }
    output.answer(
        surroundings,
        "Doctor",
        new Checks(checks),
        checks.stream().flatMap(check -> check.lines().stream()).toList());
    boolean failed = checks.stream().anyMatch(check -> check.level() == Check.Level.fail);
    return (failed && code == ExitCode.DONE ? ExitCode.UNREACHABLE : code).code();
  }

  private static void requireWeb(URI worker) {
    if (!List.of("http", "https").contains(String.valueOf(worker.getScheme()))) {
      throw new CommandException(
          ExitCode.REFUSED,
          "--worker must be such as http://localhost:8080, got " + worker,
          List.of());
    }
  }

  /** Where Temporal cannot be reached there is nothing else to look at. */
  private ExitCode temporal(List<Check> checks) {
    try (Rollouts rollouts = server.connect(surroundings)) {
      checks.addAll(new Examination(rollouts, surroundings.clock()).checks());
      return ExitCode.DONE;
    } catch (CommandException unreachable) {
      checks.add(
          Check.fail(
              "temporal", unreachable.getMessage(), unreachable.hints().toArray(String[]::new)));
      return unreachable.code();
    }
  }

  private record Checks(List<Check> checks) {}
}
