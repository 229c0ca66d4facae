package io.fleetcanary.lab.invariant.history;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Pods of a Deployment, found by their owners. */
public final class Pods {
  private Pods() {}

  /** How many are asked for. */
  public static int wanted(Optional<JsonNode> deployment) {
    return deployment.map(it -> it.path("spec").path("replicas").asInt(1)).orElse(0);
  }

  /** How few pods an autoscaler says that it leaves; empty where it does not, or is none. */
  public static Optional<Integer> floor(Kind kind, Optional<JsonNode> scaler) {
    return kind.floor()
        .flatMap(field -> scaler.map(it -> it.path("spec").path(field)))
        .filter(JsonNode::isInt)
        .map(JsonNode::asInt);
  }

  /** How many of a Deployment are ready. */
  public static long ready(World world, String deployment) {
    return ready(world, sets(world, deployment).map(Pods::name).toList());
  }

  /** How many are ready of those that a Deployment makes now. */
  public static long readyNow(World world, JsonNode deployment) {
    JsonNode spec = spec(deployment);
    return ready(
        world,
        sets(world, name(deployment))
            .filter(set -> spec(set).equals(spec))
            .map(Pods::name)
            .toList());
  }

  /** What the pods of a Deployment or ReplicaSet are to be. */
  public static JsonNode spec(JsonNode owner) {
    return owner.path("spec").path("template").path("spec");
  }

  private static long ready(World world, List<String> sets) {
    return world
        .all(Kind.POD)
        .filter(pod -> sets.contains(owner(pod)))
        .filter(Pods::isReady)
        .count();
  }

  private static Stream<JsonNode> sets(World world, String deployment) {
    return world.all(Kind.REPLICA_SET).filter(set -> owner(set).equals(deployment));
  }

  private static boolean isReady(JsonNode pod) {
    JsonNode conditions = pod.path("status").path("conditions");
    return pod.path("metadata").path("deletionTimestamp").isMissingNode()
        && StreamSupport.stream(conditions.spliterator(), false)
            .filter(it -> it.path("type").asText().equals("Ready"))
            .anyMatch(it -> it.path("status").asText().equals("True"));
  }

  /** Name of what controls an object; empty if nothing does. */
  public static String owner(JsonNode object) {
    return object.path("metadata").path("ownerReferences").path(0).path("name").asText("");
  }

  private static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }
}
