package io.fleetcanary.starter;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.show.Json;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Says what went wrong and what to do about it; stack traces only when asked for. */
final class Explanation implements IExecutionExceptionHandler {
  private final PrintWriter err;

  Explanation(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult all) {
    Output output = output(command);
    Failure said = said(failure);
    if (output.json()) {
      err.println(Json.document("Failure", said));
    } else {
      err.println(said.message());
      said.hints().forEach(hint -> err.println("  " + hint));
    }
    if (output.debug()) {
      failure.printStackTrace(err);
    }
    err.flush();
    return said.exitCode();
  }

  private static Output output(CommandLine command) {
    return command.getCommandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(Output.class::isInstance)
        .map(Output.class::cast)
        .findFirst()
        .orElseGet(Output::new);
  }

  private static Failure said(Exception failure) {
    return failure instanceof CommandException known
        ? new Failure(known.code().code(), known.getMessage(), known.hints())
        : new Failure(
            ExitCode.UNEXPECTED.code(),
            "unexpected: " + failure,
            List.of("--debug shows where it happened"));
  }

  private record Failure(int exitCode, String message, List<String> hints) {}
}
