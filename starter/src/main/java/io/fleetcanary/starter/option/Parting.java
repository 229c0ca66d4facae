package io.fleetcanary.starter.option;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells whoever stops a command while it waits, by Ctrl-C or otherwise, what goes on without it.
 */
public final class Parting {
  private Parting() {}

  /**
   * Waits; where the process is ended meanwhile, these lines are the last that it writes.
   *
   * @return what was waited for
   */
  public static <T> T around(Surroundings surroundings, List<String> lines, Wait<T> wait)
      throws InterruptedException {
    AtomicBoolean waiting = new AtomicBoolean(true);
    Thread parting =
        new Thread(
            () -> {
              if (waiting.get()) {
                lines.forEach(surroundings.err()::println);
                surroundings.err().flush();
              }
            });
    Runtime.getRuntime().addShutdownHook(parting);
    try {
      return wait.end();
    } finally {
      waiting.set(false);
    }
  }

  /** Something that takes a while. */
  public interface Wait<T> {
    T end() throws InterruptedException;
  }
}
