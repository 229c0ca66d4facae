package io.fleetcanary.workflow.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many rollouts, drawn at random, with whatever may happen to them. A failure names its seed, and
 * the events without which it would not have happened.
 *
 * <ul>
 *   <li>{@code -Dsimulation.rollouts=N} plays more of them
 *   <li>{@code -Dsimulation.seed=N} plays that one again; with the other, begins there
 *   <li>{@code -Dsimulation.report=FILE} writes what came of them
 * </ul>
 */
@Timeout(7200)
class SimulationTest {
  private static final Long SEED = Long.getLong("simulation.seed");
  private static final int ROLLOUTS =
      Integer.getInteger("simulation.rollouts", SEED == null ? 200 : 1);
  private static final long FIRST = SEED == null ? 1 : SEED;
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @Test
  void keepsEveryRuleWhateverHappens() throws Exception {
    Tally tally = new Tally();
    long began = System.nanoTime();

    play(tally);

    report(tally.report(FIRST, Duration.ofNanos(System.nanoTime() - began), CORES));
    assertThat(tally.flawed()).isEmpty();
  }

  /**
   * One engine for each core; virtual, because handing over to a workflow's threads is cheap then.
   */
  private static void play(Tally tally) throws InterruptedException, ExecutionException {
    AtomicLong next = new AtomicLong(FIRST);
    try (ExecutorService players = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> playing = new ArrayList<>();
      for (int i = 0; i < CORES; i++) {
        playing.add(players.submit(() -> play(tally, next)));
      }
      for (Future<?> each : playing) {
        each.get();
      }
    }
  }

  private static void play(Tally tally, AtomicLong next) {
    long seed = next.getAndIncrement();
    while (seed < FIRST + ROLLOUTS) {
      tally.add(Simulation.play(Shape.of(seed)));
      seed = next.getAndIncrement();
    }
  }

  private static void report(String report) throws IOException {
    String file = System.getProperty("simulation.report");
    if (file != null) {
      Files.writeString(Path.of(file), report);
    }
  }

  @Test
  void playsTheSameTwice() {
    Shape shape = Shape.of(11);

    Played first = Simulation.play(shape);
    Played second = Simulation.play(shape);

    assertThat(second.trail()).isEqualTo(first.trail()).hasSizeGreaterThan(20);
  }

  @Test
  void leavesOutWhatDoesNotMatter() {
    Shape shape = Shape.of(11);
    Event last = shape.events().getLast();

    assertThat(shape.without(last).events()).hasSize(shape.events().size() - 1);
    assertThat(shape.without(last).plan()).isEqualTo(shape.plan());
  }
}
