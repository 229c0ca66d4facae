package io.fleetcanary.workflow.simulation;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.workflow.simulation.Event.When;
import io.fleetcanary.workflow.simulation.cluster.SimulatedCluster;
import io.fleetcanary.workflow.simulation.engine.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Everything one rollout touches, what is still to happen to it, and what must never be. */
final class World {
  private static final int LONGEST_TRAIL = 400;

  private final Shape shape;
  private final Timeline timeline;
  private final List<Event> toCome;
  private final List<String> trail = new ArrayList<>();
  private final Set<String> flaws = new LinkedHashSet<>();
  private final Map<String, SimulatedCluster> clusters = new TreeMap<>();
  private final Map<String, Integer> turns = new TreeMap<>();
  private final Map<String, Instant> absent = new TreeMap<>();
  private boolean proven;
  private boolean keeping;
  private boolean saysNo;

  World(Shape shape, Timeline timeline) {
    this.shape = shape;
    this.timeline = timeline;
    toCome = new ArrayList<>(shape.events());
    for (Wave wave : shape.plan().waves()) {
      for (ClusterTarget target : wave.clusters()) {
        String name = target.name();
        clusters.put(name, new SimulatedCluster(name, timeline, this::requireOrder));
      }
    }
  }

  Shape shape() {
    return shape;
  }

  Timeline timeline() {
    return timeline;
  }

  Collection<SimulatedCluster> clusters() {
    return clusters.values();
  }

  SimulatedCluster cluster(String name) {
    SimulatedCluster found = clusters.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no cluster " + name);
    }
    return found;
  }

  /** A line of what happened. */
  void note(String line) {
    if (trail.size() < LONGEST_TRAIL) {
      trail.add(timeline.now() + " " + line);
    }
  }

  List<String> trail() {
    return trail;
  }

  /** From now on people say no. */
  void sayNo() {
    saysNo = true;
  }

  boolean saysNo() {
    return saysNo;
  }

  /** A canary was seen to be bad. */
  void proves() {
    proven = proven || !keeping;
  }

  /** Whether one was, before the first cluster was kept. */
  boolean proven() {
    return proven;
  }

  /** The event of the attempt that begins now, if there is one. */
  Optional<Event> begins(String cluster, String call) {
    if (call.equals("keep")) {
      keeping = true;
    }
    int turn = turns.merge(cluster + " " + call, 1, Integer::sum);
    Optional<Event> event =
        toCome.stream()
            .filter(each -> each.cluster().equals(cluster))
            .filter(each -> each.when() instanceof When.During it && it.turn() == turn)
            .filter(each -> ((When.During) each.when()).call().equals(call))
            .findFirst();
    event.ifPresent(toCome::remove);
    note(cluster + " " + call + event.map(each -> ": " + each.act()).orElse(""));
    return event;
  }

  /** Nobody takes tasks of this queue until then. */
  void away(String queue, Instant until) {
    absent.merge(queue, until, (a, b) -> a.isAfter(b) ? a : b);
  }

  /** When somebody is there. */
  Instant there(String queue, Instant now) {
    Instant until = absent.getOrDefault(queue, now);
    return until.isAfter(now) ? until : now;
  }

  /** What has been wrong on the way. */
  Set<String> flaws() {
    Set<String> all = new LinkedHashSet<>(flaws);
    clusters.values().forEach(cluster -> all.addAll(cluster.flaws()));
    return all;
  }

  /** No more clusters in flight than the plan says, and none before its wave's turn. */
  private void requireOrder() {
    boolean before = false;
    for (Wave wave : shape.plan().waves()) {
      long inFlight =
          wave.clusters().stream().filter(each -> cluster(each.name()).inFlight()).count();
      if (inFlight > wave.parallel()) {
        flaws.add(inFlight + " clusters of " + wave.name() + " are in flight at once");
      }
      if (inFlight > 0 && before) {
        flaws.add(wave.name() + " is in flight while a wave before it is");
      }
      before = before || inFlight > 0;
    }
  }
}
