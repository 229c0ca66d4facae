package io.fleetcanary.starter.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who asks for a rollout, and is on record for it. */
public final class Asker {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "who asks for it; default whom the spec names, then the user's name")
  private @Nullable String by;

  /**
   * What is typed goes before what is written; the user's name comes last.
   *
   * @param written whom the spec names
   * @return empty where nobody is known
   */
  public Optional<String> name(@Nullable String written, Surroundings surroundings) {
    String name = by == null ? written : by;
    return Optional.of(name == null ? surroundings.variable("USER", "") : name)
        .filter(known -> !known.isEmpty());
  }
}
