package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The command line as a whole: help, and what all commands have in common. */
@Timeout(600)
class FleetCanaryTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @Test
  void listsItsCommands() {
    Typed typed = TEMPORAL.type("--help");

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("help.txt"), ""));
  }

  @Test
  void explainsACommand() {
    Typed typed = TEMPORAL.type("approve", "--help");

    assertThat(typed).isEqualTo(new Typed(0, CommandLineFixture.golden("help-approve.txt"), ""));
  }

  /** Commands are told apart before their options are read. */
  @Test
  void knowsACommandByItsOtherName() {
    assertThat(TEMPORAL.type("get", "--help").out()).startsWith("Usage: fleetcanary status");
  }

  @Test
  void saysWhichCommandWasMeant() {
    Typed typed = TEMPORAL.type("statsu", "inference/chat");

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err()).contains("Did you mean: fleetcanary status");
  }

  @Test
  void wantsACommand() {
    Typed typed = TEMPORAL.type();

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err()).startsWith("Missing required subcommand");
  }

  @Test
  void saysThatTemporalCannotBeReached() {
    Typed typed = CommandLineFixture.typeAt("127.0.0.1:1", "status", "inference/chat");

    assertThat(typed.code()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(typed.err())
        .startsWith("cannot reach temporal at <host>, namespace default: UNAVAILABLE")
        .contains("TEMPORAL_ADDRESS")
        .doesNotContain("\tat ");
  }

  @Test
  void refusesVariablesOfTemporalsToolsThatItDoesNotObey() {
    Typed typed =
        CommandLineFixture.typeIn(
            Map.of("TEMPORAL_TLS_CLIENT_CERT_DATA", "PEM"), "status", "inference/chat");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.REFUSED.code(),
                "",
                "TEMPORAL_TLS_CLIENT_CERT_DATA must be a file; set TEMPORAL_TLS_CLIENT_CERT_PATH\n"));
  }

  @Test
  void showsAStackTraceWhenAskedTo() {
    Typed typed = CommandLineFixture.typeAt("127.0.0.1:1", "status", "inference/chat", "--debug");

    assertThat(typed.err()).contains("\tat ");
  }

  @Test
  void refusesARolloutWithoutANamespace() {
    Typed typed = TEMPORAL.type("status", "chat");

    assertThat(typed.code()).isEqualTo(ExitCode.REFUSED.code());
    assertThat(typed.err()).contains("a rollout must be named <namespace>/<service>, got chat");
  }
}
