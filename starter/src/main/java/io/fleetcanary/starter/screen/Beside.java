package io.fleetcanary.starter.screen;

import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import java.util.List;
import java.util.Optional;

/**
 * What a screen shows beside the rollout.
 *
 * @param figures the figures behind the verdicts instead of the clusters
 * @param message a question, or what came of the last key; may be empty
 * @param gate that is looked at where several wait for a person; empty for the first
 */
public record Beside(boolean figures, String message, String gate) {
  /** How a message begins that wants a key. */
  public static final String YES_OR_NO = "[y]/[n] ";

  public static final Beside NOTHING = new Beside(false, "", "");

  /** Whether keys mean yes or no now. */
  boolean asks() {
    return message.startsWith(YES_OR_NO);
  }

  /** What waits for a person and is looked at; the first where that one is closed. */
  public Optional<Waiting> question(FleetStatus status) {
    return status.waitingFor().stream()
        .filter(waiting -> waiting.gate().equals(gate))
        .findFirst()
        .or(() -> status.waitingFor().stream().findFirst());
  }

  /** The gate behind the one that is looked at, after the last the first; empty where none is. */
  public String next(FleetStatus status) {
    List<String> gates = status.waitingFor().stream().map(Waiting::gate).toList();
    return question(status)
        .map(shown -> gates.get((gates.indexOf(shown.gate()) + 1) % gates.size()))
        .orElse("");
  }
}
