package io.fleetcanary.starter.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.starter.CommandLineFixture;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.starter.screen.Style;
import io.fleetcanary.starter.server.RolloutName;
import io.fleetcanary.starter.server.Rollouts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
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
