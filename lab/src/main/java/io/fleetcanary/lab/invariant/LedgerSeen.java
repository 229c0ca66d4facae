package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import io.fleetcanary.lab.invariant.history.World;
import io.fleetcanary.workflow.Payloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ledger as its ConfigMap says it, read anew here: what is judged must not read for its judge.
 *
 * @param phase free, forward, back or closed
 * @param rollout who holds it; empty while free
 * @param predecessors whose claims the holder has taken over
 * @param data all of it
 */
record LedgerSeen(String phase, String rollout, List<String> predecessors, JsonNode data) {
  static final String FREE = "free";
  static final String FORWARD = "forward";
  static final String BACK = "back";

  static LedgerSeen in(World world, Intent intent) {
    return of(world.get(intent.ledger()));
  }

  static LedgerSeen of(Optional<JsonNode> map) {
    JsonNode data = map.map(it -> it.path("data")).orElseGet(() -> Payloads.mapper().nullNode());
    List<String> predecessors = new ArrayList<>();
    parsed(data, "predecessors").forEach(name -> predecessors.add(name.asText()));
    return new LedgerSeen(
        data.path("state").asText(FREE), data.path("rollout").asText(""), predecessors, data);
  }

  boolean free() {
    return phase.equals(FREE);
  }

  /** Whether a rollout, or one that has taken over from it, holds this. */
  boolean heldFor(String claimant) {
    return !free() && (rollout.equals(claimant) || predecessors.contains(claimant));
  }

  boolean forward() {
    return phase.equals(FORWARD);
  }

  boolean back() {
    return phase.equals(BACK);
  }

  /** Whether this rollout, or attempt, has ended here. */
  boolean remembers(String claimant) {
    JsonNode ended = parsed(data, "ended");
    return ended.path("known").has(claimant)
        || claimant.compareTo(ended.path("floor").asText("")) <= 0;
  }

  /** Whether any attempt of this rollout has ended here. */
  boolean remembersAttempt(String rollout) {
    List<String> known = new ArrayList<>();
    parsed(data, "ended").path("known").fieldNames().forEachRemaining(known::add);
    return known.stream().anyMatch(claimant -> Marks.rollout(claimant).equals(rollout));
  }

  /** The spec of a route before the rollout; missing when it was not recorded. */
  JsonNode route(String name) {
    return parsed(data, "route." + name);
  }

  /** Stable's pod template before the rollout. */
  JsonNode template() {
    return parsed(data, "template");
  }

  /** Whether this autoscaler is the one whose floor was recorded. */
  boolean records(ObjectKey object) {
    JsonNode scaler = parsed(data, "scaler").path("scaler");
    return scaler.path("kind").asText().equals(object.kind().toString())
        && scaler.path("name").asText().equals(object.name());
  }

  /** How few pods it left before the rollout; empty where it did not say, or nobody knows. */
  Optional<Integer> floor() {
    return number("before");
  }

  /** How few pods it leaves meanwhile. */
  Optional<Integer> raised() {
    return number("raised");
  }

  private Optional<Integer> number(String field) {
    JsonNode number = parsed(data, "scaler").path(field);
    return number.isInt() ? Optional.of(number.asInt()) : Optional.empty();
  }

  private static JsonNode parsed(JsonNode data, String field) {
    try {
      return data.has(field)
          ? Payloads.mapper().readTree(data.path(field).asText())
          : Payloads.mapper().missingNode();
    } catch (JsonProcessingException edited) {
      return Payloads.mapper().missingNode();
    }
  }
}
