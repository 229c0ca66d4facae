package io.fleetcanary.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.pool.PoolReport.Part;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.starter.screen.Style;
import io.fleetcanary.starter.screen.Trend;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import io.fleetcanary.workflow.pool.EvidencePool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A person at a terminal, before a rollout that waits for an approval. */
@Timeout(120)
class LiveTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  private static final RolloutName CHAT = new RolloutName("inference", "chat");
  private static final Clock CLOCK = Clock.fixed(Samples.NOW, ZoneOffset.UTC);

  private final PipedOutputStream keys = new PipedOutputStream();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  @BeforeEach
  void start() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
  }

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void leavesTheRolloutAlone() throws IOException {
    assertThat(typed("q")).isEmpty();

    assertThat(screen.toString(StandardCharsets.UTF_8))
        .contains("waiting for approval", "[a]pprove", "[q]uit (the rollout goes on)");
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void approvesWhatIsShownOnceThatIsConfirmed() throws IOException {
    assertThat(typed("ay")).map(FleetStatus::phase).contains(FleetPhase.PROMOTED);
  }

  @Test
  void rejectsWhatIsShownOnceThatIsConfirmed() throws IOException {
    assertThat(typed("ry")).map(FleetStatus::phase).contains(FleetPhase.REJECTED);
  }

  @Test
  void abortsOnceThatIsConfirmed() throws IOException {
    Optional<FleetStatus> end = typed("xY");

    assertThat(end).map(FleetStatus::phase).contains(FleetPhase.ABORTED);
    assertThat(end.orElseThrow().reason()).isEqualTo("aborted by ann");
  }

  @Test
  void sendsNothingThatIsNotConfirmed() throws IOException {
    assertThat(typed("xnaqpq" + "q")).isEmpty();

    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void leavesTheRolloutAloneOnCtrlC() throws IOException {
    try (Rollouts rollouts = TEMPORAL.rollouts();
        Terminal terminal = terminal("");
        Glass glass = new Glass(terminal);
        Looking looking = new Looking(CHAT, rollouts, CLOCK)) {
      terminal.raise(Terminal.Signal.INT);
      looking.start();

      assertThat(
              new Live(CHAT, rollouts, new Keyboard("ann"), Style.PLAIN).run(glass, looking, CLOCK))
          .isEmpty();
      assertThat(glass.interrupted()).isTrue();
    }
    assertThat(TEMPORAL.type("status", "inference/chat").out()).contains("waiting for approval");
  }

  @Test
  void redrawsNothingWhereNothingChanges() throws Exception {
    Thread person =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Thread.sleep(1500); // as long as several looks and frames take
                    keys.write('q');
                    keys.flush();
                  } catch (InterruptedException | IOException impossible) {
                    throw new IllegalStateException(impossible);
                  }
                });

    typed("");
    person.join();

    assertThat(screen.toString(StandardCharsets.UTF_8)).containsOnlyOnce("STATE");
  }

  @Test
  void hearsWhatBakesHaveSeenSoFar() {
    Pool nothing = Pool.of(Samples.plan()).orElseThrow();
    EvidencePool pool = TEMPORAL.pooling(nothing);
    Interval sums = new Interval(new Counts(400, 8), new Counts(4000, 20));
    pool.report(told(nothing, sums));

    try (Rollouts rollouts = TEMPORAL.rollouts()) {
      Trends trends = new Trends();
      trends.see(rollouts.evidence().of(CHAT).orElseThrow());

      assertThat(trends.list())
          .containsExactly(new Trend("errors", List.of(sums)), new Trend("slow", List.of(sums)));
      assertThat(rollouts.evidence().of(new RolloutName("inference", "nobody"))).isEmpty();
    }
  }

  private static PoolReport told(Pool pool, Interval sums) {
    Part part = new Part(1, Levels.NONE, sums, List.of());
    return new PoolReport(
        pool.rolloutId(),
        "eu-1",
        new TreeMap<>(),
        1,
        3,
        Ending.GOES_ON,
        Collections.nCopies(pool.comparisons().size(), part));
  }

  private Optional<FleetStatus> typed(String text) throws IOException {
    try (Rollouts rollouts = TEMPORAL.rollouts();
        Glass glass = new Glass(terminal(text));
        Looking looking = new Looking(CHAT, rollouts, CLOCK)) {
      looking.start();
      return new Live(CHAT, rollouts, new Keyboard("ann"), Style.PLAIN).run(glass, looking, CLOCK);
    }
  }

  private Terminal terminal(String typed) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(new PipedInputStream(keys), screen)
            .type("xterm")
            .encoding(StandardCharsets.UTF_8)
            .size(Size.of(80, 24))
            .build();
    keys.write(typed.getBytes(StandardCharsets.UTF_8));
    keys.flush();
    return terminal;
  }
}
