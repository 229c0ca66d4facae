package io.fleetcanary.lab.scene;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.Payloads;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether every wait that a rollout went through says what it is called, what for, who ends it,
 * until when and what happens then. A hold is anybody's where it does not say whose consent it
 * takes, and a pause has no deadline.
 */
final class WaitsSeen {
  private final SortedMap<String, List<String>> askedAtGates = new TreeMap<>();

  /** Those of a rollout of this spec. */
  WaitsSeen(String specJson) {
    try {
      for (JsonNode wave : Payloads.mapper().readTree(specJson).path("waves")) {
        List<String> asked = new ArrayList<>();
        wave.path("approval").path("by").forEach(who -> asked.add(who.asText()));
        askedAtGates.put(wave.path("name").asText(), asked);
      }
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("a scene's spec must be JSON", malformed);
    }
  }

  /** What they lack, each once. */
  List<String> flaws(List<FleetStatus> said) {
    return said.stream().flatMap(status -> flaws(status).stream()).distinct().toList();
  }

  private List<String> flaws(FleetStatus status) {
    List<String> flaws = new ArrayList<>();
    status.waitingFor().forEach(waiting -> check(waiting, flaws));
    if (status.phase() == FleetPhase.PAUSED && !status.reason().startsWith("paused by ")) {
      flaws.add("a pause must say who ends it, got \"" + status.reason() + "\"");
    }
    return flaws;
  }

  private void check(Waiting waiting, List<String> flaws) {
    String gate = waiting.gate();
    boolean known = gate.startsWith("hold/") || gate.startsWith("undo/");
    if (!known && askedAtGates.getOrDefault(gate, List.of()).isEmpty()) {
      flaws.add("a wait must be a gate that asks somebody, a hold or an undo, got \"" + gate + '"');
    }
    for (String who : askedAtGates.getOrDefault(gate, List.of())) {
      if (!waiting.why().contains(who)) {
        flaws.add(gate + " must say that it waits for " + who + ", got: " + waiting.why());
      }
    }
    if (waiting.why().isBlank() || waiting.otherwise().isBlank()) {
      flaws.add(gate + " must say why it waits, and what happens without an answer");
    }
    if (!waiting.deadline().isAfter(waiting.since())) {
      flaws.add(gate + " must have a deadline after its begin, got " + waiting.deadline());
    }
  }
}
