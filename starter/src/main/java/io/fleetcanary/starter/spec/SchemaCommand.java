package io.fleetcanary.starter.spec;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints what editors check specs with. */
@Command(name = "schema", description = "prints the JSON Schema of specs, for editors; draft-07")
public final class SchemaCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  public SchemaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().print(SchemaText.text());
    surroundings.out().flush();
    return ExitCode.DONE.code();
  }
}
