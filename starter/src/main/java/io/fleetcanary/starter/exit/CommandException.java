package io.fleetcanary.starter.exit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends a command with a sentence for people and a code for scripts. */
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitCode code;
  private final transient List<String> hints;

  /**
   * Ends a command.
   *
   * @param message what happened, one sentence
   * @param hints what to do about it, one line each
   */
  public CommandException(ExitCode code, String message, List<String> hints) {
    this(code, message, hints, null);
  }

  /** With the cause that {@code --debug} shows. */
  public CommandException(
      ExitCode code, String message, List<String> hints, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.hints = List.copyOf(hints);
  }

  public ExitCode code() {
    return code;
  }

  public List<String> hints() {
    return hints;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
