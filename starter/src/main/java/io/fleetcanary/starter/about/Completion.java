package io.fleetcanary.starter.about;

import io.fleetcanary.starter.exit.ExitCode;
import io.fleetcanary.starter.option.Surroundings;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Teaches a shell what can be typed. */
@Command(
    name = "completion",
    description = "prints what makes a shell complete commands and options",
    footer = {
      "bash: source <(fleetcanary completion bash)",
      "zsh:  autoload -U +X compinit && compinit; source <(fleetcanary completion zsh)"
    })
public final class Completion implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SHELL", description = "bash or zsh")
  private Shell shell = Shell.bash;

  public Completion(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** As typed. */
  enum Shell {
    bash,
    zsh
  }

  @Override
  public Integer call() {
    surroundings.out().print(script());
    surroundings.out().flush();
    return ExitCode.DONE.code();
  }

  /** One script does for both: zsh reads it the way bash does. */
  private String script() {
    String bash = AutoComplete.bash("fleetcanary", spec.root().commandLine());
    return switch (shell) {
      case bash -> bash;
      case zsh -> "autoload -U +X bashcompinit && bashcompinit\n" + bash;
    };
  }
}
