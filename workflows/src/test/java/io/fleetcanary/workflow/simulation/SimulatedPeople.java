package io.fleetcanary.workflow.simulation;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.Waiting;
import io.fleetcanary.workflow.simulation.Shape.People;
import io.fleetcanary.workflow.simulation.engine.Engine;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** They look at the rollout now and then, and answer what it asks. */
final class SimulatedPeople {
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(2);

  /** How long they wait for a cluster that does not get on. */
  private static final int PATIENCE_LOOKS = 30;

  private final Engine engine;
  private final World world;
  private final Dice dice;
  private final String rollout;
  private int looks;

  SimulatedPeople(Engine engine, World world, Dice dice, String rollout) {
    this.engine = engine;
    this.world = world;
    this.dice = dice;
    this.rollout = rollout;
  }

  /** Looks again and again until it is over. */
  void accompany() {
    engine.timeline().after(engine.timeline().within(BETWEEN_LOOKS), this::look);
  }

  private void look() {
    if (!engine.isOpen(rollout)) {
      return;
    }
    FleetStatus status = engine.status(rollout, FleetStatus.class).orElseThrow();
    looks++;
    world.compare(status);
    if (status.phase() == FleetPhase.PAUSED) {
      say("resume", order());
    }
    status.waitingFor().forEach(waiting -> answer(status, waiting));
    if (looks > PATIENCE_LOOKS) {
      world.abandons();
      status.waves().stream()
          .flatMap(wave -> wave.clusters().stream())
          .forEach(cluster -> say("abandon", order("cluster", cluster.cluster())));
    }
    accompany();
  }

  private void answer(FleetStatus status, Waiting waiting) {
    Map<String, String> answer = order("gate", waiting.gate());
    answer.put("digest", status.digest());
    answer.put("cluster", waiting.cluster());
    if (world.saysNo()) {
      say("reject", answer);
      return;
    }
    boolean cluster = !waiting.cluster().isEmpty();
    int mood = world.shape().people() == People.FICKLE ? dice.below(6) : 4 + dice.below(2);
    if (world.shape().people() == People.SILENT) {
      return;
    }
    switch (mood) {
      case 0 -> say("reject", answer);
      case 1 -> {}
      case 2, 3 -> say(cluster ? "skip" : "approve", answer);
      default -> say(cluster ? again(waiting) : "approve", answer);
    }
  }

  /** Not for ever. */
  private static String again(Waiting waiting) {
    return waiting.gate().matches(".*/[1-3]") ? "retry" : "skip";
  }

  /** As a signal or as an update: both are to do the same. */
  void say(String name, Map<String, String> what) {
    world.note("people say " + name + " " + what);
    if (name.equals("retry")) {
      world.retries(what.getOrDefault("cluster", ""));
    }
    if (dice.oneIn(2)) {
      engine.signal(rollout, name, what);
    } else {
      engine.update(rollout, name, what, answer -> world.note("answer: " + answer));
    }
  }

  /** Before anything is asked. */
  void early(String cluster, String digest) {
    Map<String, String> answer = order("gate", dice.oneIn(2) ? "wave-1" : "hold/" + cluster + "/1");
    answer.put("digest", digest);
    say(dice.oneIn(4) ? "reject" : "approve", answer);
    say(dice.oneIn(2) ? "retry" : "skip", order("cluster", cluster));
  }

  void nonsense() {
    say("approve", new TreeMap<>());
    say("abandon", order("cluster", "nowhere"));
    say("retry", order("cluster", ""));
    engine.signal(rollout, "abort2", "no such message");
    engine.signal(rollout, "report");
  }

  static Map<String, String> order() {
    Map<String, String> order = new TreeMap<>();
    order.put("by", "ann");
    order.put("reason", "simulated");
    return order;
  }

  private static Map<String, String> order(String key, String value) {
    Map<String, String> order = order();
    order.put(key, value);
    return order;
  }
}
