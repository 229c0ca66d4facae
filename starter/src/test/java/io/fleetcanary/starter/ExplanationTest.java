package io.fleetcanary.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ExplanationTest {
  /** A sentence may have come from Temporal, where others have typed it. */
  @Test
  void movesNoCursorAndTurnsNoText() {
    StringWriter err = new StringWriter();

    int code =
        new CommandLine(new Fails())
            .setExecutionExceptionHandler(new Explanation(new PrintWriter(err)))
            .execute();

    assertThat(code).isEqualTo(ExitCode.CONFLICT.code());
    assertThat(err).hasToString("aborted by  [2Jann\nthe rest\n  look  at it\n");
  }

  @Command(name = "fails")
  private static final class Fails implements Callable<Integer> {
    @Override
    public Integer call() {
      throw new CommandException(
          ExitCode.CONFLICT, "aborted by \u001b[2Jann\nthe rest", List.of("look \u202eat it"));
    }
  }
}
