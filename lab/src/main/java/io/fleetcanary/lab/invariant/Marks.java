package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Claim.Direction;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import io.fleetcanary.lab.invariant.history.World;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Marks of rollouts on objects. */
final class Marks {
  private Marks() {}

  static String key(Intent intent) {
    return "claim.fleetcanary.io/" + intent.service();
  }

  /** The mark that an object carries. */
  static Optional<Claim> of(JsonNode object, Intent intent) {
    JsonNode text = object.path("metadata").path("annotations").path(key(intent));
    return text.isMissingNode() ? Optional.empty() : Optional.of(Claim.read(text.asText()));
  }

  static Optional<Claim> of(Optional<JsonNode> object, Intent intent) {
    return object.flatMap(present -> of(present, intent));
  }

  /**
   * All of a cluster. A Deployment's controller copies its annotations to ReplicaSets, and leaves
   * them there: those copies mean nothing.
   */
  static SortedMap<ObjectKey, Claim> in(World world, Intent intent) {
    SortedMap<ObjectKey, Claim> marks = new TreeMap<>();
    world.objects().entrySet().stream()
        .filter(object -> object.getKey().kind() != Kind.REPLICA_SET)
        .forEach(
            object ->
                of(object.getValue(), intent).ifPresent(mark -> marks.put(object.getKey(), mark)));
    return marks;
  }

  static boolean back(Optional<Claim> claim) {
    return claim.filter(mark -> mark.direction() == Direction.BACK).isPresent();
  }

  static boolean forward(Optional<Claim> claim) {
    return claim.isPresent() && !back(claim);
  }

  /** The rollout that an attempt belongs to: attempts have its id with a number behind it. */
  static String rollout(String claimant) {
    return claimant.replaceFirst("\\.\\d+$", "");
  }
}
