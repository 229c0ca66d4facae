package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.CommandLineFixture.Typed;
import io.fleetcanary.starter.exit.ExitCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Watching where there is no terminal; what a terminal shows is in {@code watch}. */
@Timeout(600)
class WatchTest {
  @RegisterExtension static final CommandLineFixture TEMPORAL = new CommandLineFixture();

  @AfterEach
  void endTheRollout() {
    TEMPORAL.type("abort", "inference/chat");
  }

  @Test
  void printsALineForEachChangeAndEndsAsTheRolloutDid() {
    TEMPORAL.type("start", CommandLineFixture.SPEC);
    TEMPORAL.type("reject", "inference/chat", "--gate", "first");

    Typed typed = TEMPORAL.type("watch", "inference/chat");

    assertThat(typed)
        .isEqualTo(
            new Typed(
                ExitCode.REJECTED.code(),
                """
                2026-11-23T03:24:04Z chat rejected: rejected by ann
                2026-11-23T03:24:04Z chat eu-1 probation at 0 %
                """,
                ""));
  }

  @Test
  void saysThatThereIsNoSuchRollout() {
    assertThat(TEMPORAL.type("watch", "inference/nobody"))
        .isEqualTo(
            new Typed(
                ExitCode.CONFLICT.code(), "", CommandLineFixture.golden("status-unknown.txt")));
  }
}
