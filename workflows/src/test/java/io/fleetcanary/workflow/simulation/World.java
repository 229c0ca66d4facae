package io.fleetcanary.workflow.simulation;

import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.notification.Notification;
import io.fleetcanary.workflow.simulation.Event.When;
import io.fleetcanary.workflow.simulation.cluster.SimulatedCluster;
import io.fleetcanary.workflow.simulation.engine.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Everything one rollout touches, what is still to happen to it, and what must never be. */
final class World {
  private static final int LONGEST_TRAIL = 600;

  /** What is decided has been told by then. */
  private static final Duration TOLD = Duration.ofSeconds(5);

  private final Shape shape;
  private final Timeline timeline;
  private final List<Event> toCome;
  private final List<String> trail = new ArrayList<>();
  private final Set<String> flaws = new LinkedHashSet<>();
  private final Map<String, SimulatedCluster> clusters = new TreeMap<>();
  private final Map<String, Integer> turns = new TreeMap<>();
  private final Map<String, Instant> absent = new TreeMap<>();
  private final Predicate<String> returning;
  private Instant proven = Instant.MAX;
  private Instant keeping = Instant.MAX;
  private boolean suspicious;
  private final List<Notification> heard = new ArrayList<>();
  private final Set<String> retried = new TreeSet<>();
  private String lastNote = "";
  private boolean saysNo;
  private boolean abandoned;

  /**
   * As it was before.
   *
   * @param returning whether a cluster goes back, or a person has it: it makes room for the next
   */
  World(Shape shape, Timeline timeline, Predicate<String> returning) {
    this.shape = shape;
    this.timeline = timeline;
    this.returning = returning;
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
    if (trail.size() < LONGEST_TRAIL && !line.equals(lastNote)) {
      trail.add(timeline.now() + " " + line);
    }
    lastNote = line;
  }

  List<String> trail() {
    return trail;
  }

  /** Somebody is told. */
  void told(Notification notification) {
    heard.add(notification);
  }

  /** What they have heard, as often as they were told. */
  List<Notification> heard() {
    return heard;
  }

  /** From now on people say no. */
  void sayNo() {
    saysNo = true;
  }

  boolean saysNo() {
    return saysNo;
  }

  /** People want this cluster to be tried once more. */
  void retries(String cluster) {
    retried.add(cluster);
  }

  boolean retried(String cluster) {
    return retried.contains(cluster);
  }

  /** People have taken something over. */
  void abandons() {
    abandoned = true;
  }

  boolean abandoned() {
    return abandoned;
  }

  /** A canary was seen to be bad; nobody hears that of a run that is taken away meanwhile. */
  void proves(String cluster) {
    boolean unheard =
        shape.events().stream()
            .filter(event -> event.cluster().equals(cluster))
            .anyMatch(event -> event.act().force() || event.act() == Event.Act.CANCEL_CLUSTER);
    proven = unheard ? proven : earlier(proven);
  }

  /** Whether one was, before it was decided that the revision is kept. */
  boolean proven() {
    boolean decidedBefore = shape.has(Event.Act.NO_WORKERS) && !keeping.equals(Instant.MAX);
    return !decidedBefore && proven.isBefore(keeping.minus(TOLD));
  }

  private Instant earlier(Instant known) {
    return known.equals(Instant.MAX) ? timeline.now() : known;
  }

  /** The events of the attempt that begins now. */
  List<Event> begins(String cluster, String call) {
    if (call.equals("keep")) {
      keeping = earlier(keeping);
    }
    int turn = turns.merge(cluster + " " + call, 1, Integer::sum);
    List<Event> events =
        toCome.stream()
            .filter(each -> each.cluster().equals(cluster))
            .filter(each -> each.when() instanceof When.During it && it.turn() == turn)
            .filter(each -> ((When.During) each.when()).call().equals(call))
            .toList();
    toCome.removeAll(events);
    note(cluster + " " + call + (events.isEmpty() ? "" : ": " + acts(events)));
    return events;
  }

  private static List<Event.Act> acts(List<Event> events) {
    return events.stream().map(Event::act).toList();
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

  /** What a status says has ended is so. */
  void compare(FleetStatus status) {
    status.waves().stream().flatMap(wave -> wave.clusters().stream()).forEach(this::compare);
  }

  private void compare(ClusterStatus said) {
    SimulatedCluster cluster = cluster(said.cluster());
    boolean so =
        switch (said.phase()) {
          case PROMOTED -> cluster.free() && !cluster.original();
          case ROLLED_BACK, UNTOUCHED -> cluster.free() && cluster.original();
          default -> true;
        };
    if (!so) {
      flaws.add("said to be " + said.phase() + ": " + said.cluster() + " " + cluster);
    }
  }

  /** What has been wrong on the way. */
  Set<String> flaws() {
    Set<String> all = new LinkedHashSet<>(flaws);
    clusters.values().forEach(cluster -> all.addAll(cluster.flaws()));
    return all;
  }

  /** An order that is broken for longer than it takes to tell a cluster to go back is a flaw. */
  private void requireOrder() {
    if (disorder(each -> false).isPresent() && !suspicious) {
      suspicious = true;
      timeline.after(TOLD, this::lookAgain);
    }
  }

  private void lookAgain() {
    suspicious = false;
    disorder(returning).ifPresent(flaws::add);
  }

  /** More clusters in flight than the plan says, or one before its wave's turn. */
  private Optional<String> disorder(Predicate<String> exempt) {
    boolean before = false;
    for (Wave wave : shape.plan().waves()) {
      List<String> inFlight =
          wave.clusters().stream()
              .map(ClusterTarget::name)
              .filter(each -> cluster(each).inFlight() && cluster(each).firstAttempt())
              .filter(each -> !exempt.test(each))
              .toList();
      if (inFlight.size() > wave.parallel()) {
        return Optional.of("in flight at once in " + wave.name() + ": " + inFlight);
      }
      if (!inFlight.isEmpty() && before) {
        return Optional.of("in flight with clusters of waves before: " + inFlight);
      }
      before = before || !inFlight.isEmpty();
    }
    return Optional.empty();
  }
}
