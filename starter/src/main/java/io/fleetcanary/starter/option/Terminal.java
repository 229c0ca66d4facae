package io.fleetcanary.starter.option;

import java.util.Optional;

/** A person at a terminal, who can be asked. */
public interface Terminal {
  /** What they type; empty where they end the input instead. */
  Optional<String> line(String question);

  /** The same, not shown while it is typed. */
  Optional<String> secret(String question);

  /** Whether they say yes. */
  default boolean agrees(String question) {
    return line(question + " [y/N] ").filter(it -> it.strip().matches("(?i)y|yes")).isPresent();
  }
}
