package io.fleetcanary.lab.story;

import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a rollout said about itself over time, and when we heard it. */
public final class Trail {
  private final List<Entry> entries = new ArrayList<>();

  void add(Instant heard, FleetStatus status) {
    entries.add(new Entry(heard, status));
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** The weights at which a cluster was seen to bake, with when that was first and last heard. */
  public List<Bake> bakes(String cluster) {
    List<Bake> bakes = new ArrayList<>();
    for (Entry entry : entries) {
      entry
          .cluster(cluster)
          .filter(status -> status.phase() == ClusterPhase.BAKING)
          .ifPresent(status -> extend(bakes, status.set(), entry.heard()));
    }
    return bakes;
  }

  /** When a status was first heard that {@code holds}. */
  public Optional<Instant> first(Predicate<FleetStatus> holds) {
    return entries.stream()
        .filter(entry -> holds.test(entry.status()))
        .map(Entry::heard)
        .findFirst();
  }

  /** What a cluster had last said it was doing when {@code moment} came. */
  public String doing(String cluster, Instant moment) {
    return entries.stream()
        .filter(entry -> !entry.heard().isAfter(moment))
        .reduce((earlier, later) -> later)
        .flatMap(entry -> entry.cluster(cluster))
        .map(status -> status.phase() + " at " + status.set().percent() + " %")
        .orElse("nothing yet");
  }

  /** When a cluster was first heard to be in a phase. */
  Optional<Instant> first(String cluster, ClusterPhase phase) {
    return entries.stream()
        .filter(entry -> entry.cluster(cluster).filter(it -> it.phase() == phase).isPresent())
        .map(Entry::heard)
        .findFirst();
  }

  private static void extend(List<Bake> bakes, TrafficWeight weight, Instant heard) {
    if (!bakes.isEmpty() && bakes.getLast().weight().equals(weight)) {
      Bake begun = bakes.removeLast();
      bakes.add(new Bake(weight, begun.from(), heard));
    } else {
      bakes.add(new Bake(weight, heard, heard));
    }
  }

  /** One status and when it was heard. */
  public record Entry(Instant heard, FleetStatus status) {
    public Optional<ClusterStatus> cluster(String name) {
      return status.waves().stream()
          .flatMap(wave -> wave.clusters().stream())
          .filter(cluster -> cluster.cluster().equals(name))
          .findFirst();
    }
  }

  /** A weight held still: between these two moments requests were split by it. */
  public record Bake(TrafficWeight weight, Instant from, Instant to) {}
}
