package io.fleetcanary.worker.file;

import java.util.List;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class InvalidConfigurationException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  /** One problem per line below {@code where}. */
  public InvalidConfigurationException(String where, List<String> problems) {
    super(where + ":\n  " + String.join("\n  ", problems));
  }
}
