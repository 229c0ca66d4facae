package io.fleetcanary.starter.decide;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.ClusterOrder;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.option.Server;
import io.fleetcanary.starter.option.Surroundings;
import io.fleetcanary.starter.server.Rollouts;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What becomes of one cluster that is in trouble. */
public abstract sealed class ClusterDecision implements Callable<Integer> {
  private final String message;
  private final Surroundings surroundings;

  @Mixin private ClusterOrder order = new ClusterOrder();
  @Mixin private Server server = new Server();
  @Mixin private Output output = new Output();

  private ClusterDecision(String message, Surroundings surroundings) {
    this.message = message;
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    try (Rollouts rollouts = server.connect(surroundings)) {
      output.answer(surroundings, order.send(message, rollouts, surroundings));
    }
    return ExitCode.DONE.code();
  }

  /** Another attempt. */
  @Command(
      name = "retry",
      description = "tries a cluster again that went back for a trouble of its own")
  public static final class Retry extends ClusterDecision {
    public Retry(Surroundings surroundings) {
      super("retry", surroundings);
    }
  }

  /** A release that leaves it out. */
  @Command(
      name = "skip",
      description = "goes on without a cluster that went back for a trouble of its own")
  public static final class Skip extends ClusterDecision {
    public Skip(Surroundings surroundings) {
      super("skip", surroundings);
    }
  }

  /** Nobody waits for it any more. */
  @Command(
      name = "abandon",
      description = "stops waiting for a cluster out of reach; you take it over, on record")
  public static final class Abandon extends ClusterDecision {
    public Abandon(Surroundings surroundings) {
      super("abandon", surroundings);
    }
  }
}
