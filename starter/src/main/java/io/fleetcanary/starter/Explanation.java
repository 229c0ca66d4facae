package io.fleetcanary.starter;

import io.fleetcanary.starter.exit.CommandException;
import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Output;
import io.fleetcanary.starter.show.Harmless;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Says what went wrong and what to do about it; stack traces only when asked for. */
final class Explanation implements IExecutionExceptionHandler {
  /** Every command has it. */
  static final String DEBUG = "--debug";

  private final PrintWriter err;

  Explanation(PrintWriter err) {
    this.err = err;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult all) {
    Output output = output(command);
    Failure said = said(failure);
    output.document("Failure", said).map(List::of).orElseGet(said::lines).forEach(err::println);
    if (debug(command)) {
      failure.printStackTrace(err);
    }
    err.flush();
    return said.exitCode();
  }

  private static boolean debug(CommandLine command) {
    OptionSpec option = command.getCommandSpec().findOption(DEBUG);
    return option != null && Boolean.TRUE.equals(option.getValue());
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

  private record Failure(int exitCode, String message, List<String> hints) {
    List<String> lines() {
      return Stream.concat(
              Harmless.lines(message).stream(),
              hints.stream().flatMap(hint -> Harmless.lines("  " + hint).stream()))
          .toList();
    }
  }
}
