package io.fleetcanary.starter.watch;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Parting;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.screen.Style;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.starter.show.StatusText;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows a rollout live. */
@Command(
    name = "watch",
    description = "shows a rollout live, with keys to act; without a terminal one line per change")
public final class Watch implements Callable<Integer> {
  /** What shells make of Ctrl-C. */
  private static final int INTERRUPTED = 130;

  private final Surroundings surroundings;

  @Parameters(paramLabel = "ROLLOUT", description = "<namespace>/<service>")
  private RolloutName rollout = new RolloutName("", "");

  @Option(names = "--ascii", description = "no other characters; the default where there are none")
  private boolean ascii;

  @Option(names = "--by", paramLabel = "NAME", description = "who you are; default the user's name")
  private @Nullable String by;

  @Mixin private Server server = new Server();

  public Watch(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Rollouts rollouts = server.connect(surroundings)) {
      Looking looking = new Looking(rollout, rollouts, surroundings.clock());
      Optional<Glass> terminal = Glass.ofThisProcess(surroundings);
      return terminal.isPresent()
          ? live(terminal.get(), rollouts, looking)
          : ExitCode.of(changes(rollouts).phase()).code();
    }
  }

  private FleetStatus changes(Rollouts rollouts) throws InterruptedException {
    return Parting.around(
        surroundings, hint(), () -> Changes.print(rollout, rollouts, surroundings));
  }

  private List<String> hint() {
    return List.of(
        rollout.workflowId() + " goes on", "  watch again: fleetcanary watch " + rollout);
  }

  private int live(Glass glass, Rollouts rollouts, Looking looking) {
    Optional<FleetStatus> end;
    try (looking;
        glass) {
      looking.start();
      Keyboard keyboard = new Keyboard(by == null ? surroundings.variable("USER", "unknown") : by);
      end =
          new Live(rollout, rollouts, keyboard, style()).run(glass, looking, surroundings.clock());
    }
    if (end.isPresent()) {
      new StatusText(end.get(), surroundings.clock().instant())
          .lines()
          .forEach(surroundings.out()::println);
      surroundings.out().flush();
      return ExitCode.of(end.get().phase()).code();
    }
    hint().forEach(surroundings.err()::println);
    surroundings.err().flush();
    return glass.interrupted() ? INTERRUPTED : ExitCode.DONE.code();
  }

  private Style style() {
    boolean unicode = System.out.charset().newEncoder().canEncode("✓…├");
    return Style.of(ascii || !unicode, surroundings.variable("NO_COLOR", ""));
  }
}
