package io.fleetcanary.starter.option;

import java.io.Console;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terminal of this process. */
final class ProcessTerminal implements Terminal {
  private final Console console;

  private ProcessTerminal(Console console) {
    this.console = console;
  }

  /** Empty where input or output is none. */
  static Optional<Terminal> find() {
    return Optional.ofNullable(System.console())
        .filter(ProcessTerminal::isTerminal)
        .map(ProcessTerminal::new);
  }

  /**
   * From 22 on a JDK has a console for pipes too, and this to tell; before, it had none for them.
   */
  private static boolean isTerminal(Console console) {
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException before) {
      return true;
    } catch (ReflectiveOperationException unknown) {
      return false;
    }
  }

  @Override
  public Optional<String> line(String question) {
    return Optional.ofNullable(console.readLine("%s", question));
  }

  @Override
  public Optional<String> secret(String question) {
    char @Nullable [] typed = console.readPassword("%s", question);
    return typed == null ? Optional.empty() : Optional.of(new String(typed));
  }
}
