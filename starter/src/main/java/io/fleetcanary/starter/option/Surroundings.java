package io.fleetcanary.starter.option;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a command sees of the world beside Temporal.
 *
 * @param out the data that was asked for
 * @param err progress, hints, problems
 * @param environment variables
 * @param clock for what people read as time passed
 * @param terminal where somebody can be asked; empty in a pipeline
 */
public record Surroundings(
    PrintWriter out,
    PrintWriter err,
    SortedMap<String, String> environment,
    Clock clock,
    Optional<Terminal> terminal) {
  /** Where nobody can be asked. */
  public Surroundings(
      PrintWriter out, PrintWriter err, SortedMap<String, String> environment, Clock clock) {
    this(out, err, environment, clock, Optional.empty());
  }

  /** Those of this process. */
  public static Surroundings process() {
    return new Surroundings(
        new PrintWriter(System.out, true, System.out.charset()),
        new PrintWriter(System.err, true, System.err.charset()),
        new TreeMap<>(System.getenv()),
        Clock.systemUTC(),
        ProcessTerminal.find());
  }

  public String variable(String name, String otherwise) {
    return environment.getOrDefault(name, otherwise);
  }

  public Map<String, String> variables() {
    return environment;
  }
}
