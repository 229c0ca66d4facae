package io.fleetcanary.starter.fleet;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.workflow.notification.TryNotifications.Tried;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows whether notifications arrive, before somebody needs them. */
@Command(
    name = "notify",
    description = "sends a test to everybody who is told of rollouts, and says who took it")
public final class Notify implements Callable<Integer> {
  private static final String NOBODY =
      "nobody is told of rollouts: the worker's fleetcanary.notifications.targets is empty";

  private final Surroundings surroundings;

  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  public Notify(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      Tried tried = rollouts.tryNotifications("notify/" + UUID.randomUUID());
      output.answer(surroundings, "Notifications", tried, lines(tried));
      return code(tried).code();
    }
  }

  private static ExitCode code(Tried tried) {
    return tried.answers().values().stream().allMatch(String::isEmpty)
        ? ExitCode.DONE
        : ExitCode.UNREACHABLE;
  }

  private static List<String> lines(Tried tried) {
    return tried.answers().isEmpty()
        ? List.of(NOBODY)
        : tried.answers().entrySet().stream()
            .map(
                entry ->
                    entry.getValue().isEmpty()
                        ? entry.getKey() + " took it"
                        : entry.getKey() + " did not take it: " + entry.getValue())
            .toList();
  }
}
