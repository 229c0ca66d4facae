package io.fleetcanary.workflow.simulation;

import io.fleetcanary.core.pool.PoolVerdict;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.cluster.ClusterReturnWorkflow;
import io.fleetcanary.workflow.cluster.ClusterRolloutWorkflow;
import io.fleetcanary.workflow.fleet.FleetRolloutWorkflow;
import io.fleetcanary.workflow.journal.KeepJournalWorkflow;
import io.fleetcanary.workflow.notification.NotifyWorkflow;
import io.fleetcanary.workflow.pool.EvidencePoolWorkflow;
import io.fleetcanary.workflow.simulation.Event.When;
import io.fleetcanary.workflow.simulation.cluster.SimulatedCluster;
import io.fleetcanary.workflow.simulation.engine.Engine;
import io.fleetcanary.workflow.simulation.engine.Timeline;
import io.fleetcanary.workflow.simulation.engine.WorkflowCode;
import io.fleetcanary.workflow.sweep.Sweep.Policy;
import io.fleetcanary.workflow.sweep.Sweep.SweepOrder;
import io.fleetcanary.workflow.sweep.SweepWorkflow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Plays one rollout: the real workflows over simulated clusters, people and faults. */
final class Simulation {
  private static final WorkflowCode CODE =
      new WorkflowCode(
          Payloads.converter(),
          FleetRolloutWorkflow.class,
          ClusterRolloutWorkflow.class,
          ClusterReturnWorkflow.class,
          EvidencePoolWorkflow.class,
          KeepJournalWorkflow.class,
          NotifyWorkflow.class,
          SweepWorkflow.class);

  private static final Instant BEGIN = Instant.parse("2026-11-25T13:00:00Z");

  /** By then every outage, every sleep and every deadline is over. */
  private static final Duration LONGEST = Duration.ofDays(60);

  private static final Duration AFTERWARDS = Duration.ofDays(3);
  private static final String SWEEP = "sweep";

  private final Shape shape;
  private final Timeline timeline;
  private final World world;
  private final SimulatedFleet fleet;
  private final Engine engine;
  private final SimulatedPeople people;
  private final String id;

  private Simulation(Shape shape) {
    this.shape = shape;
    Dice dice = Dice.of(~shape.seed());
    timeline = new Timeline(BEGIN, dice.random());
    id = FleetRollout.workflowId(shape.plan().namespace(), shape.plan().service());
    world = new World(shape, timeline, this::returns);
    fleet = new SimulatedFleet(world, this::happens, this::isOpen);
    engine = new Engine(CODE, fleet, timeline, dice.random(), TaskQueues.CENTRAL);
    people = new SimulatedPeople(engine, world, dice, id);
  }

  private boolean isOpen(String run) {
    return engine.isOpen(run);
  }

  private boolean returns(String cluster) {
    return engine
        .status(id + "/" + cluster, ClusterStatus.class)
        .map(ClusterStatus::phase)
        .filter(it -> it == ClusterPhase.RETURNING || it == ClusterPhase.HANDED_OVER)
        .isPresent();
  }

  /** Plays it to its end. */
  static Played play(Shape shape) {
    Simulation simulation = new Simulation(shape);
    try {
      List<String> flaws = simulation.flaws();
      return new Played(shape, flaws, simulation.world.trail(), simulation.ending());
    } finally {
      simulation.engine.shutdown();
    }
  }

  private String ending() {
    return engine
        .status(id, FleetStatus.class)
        .map(status -> status.phase().name())
        .orElse("nothing");
  }

  private List<String> flaws() {
    engine.start("FleetRollout", id, Map.of("service", "simulated"));
    for (Event event : shape.events()) {
      if (event.when() instanceof When.After after) {
        timeline.after(after.time(), () -> happens(event));
      }
    }
    people.accompany();
    boolean ended = goOn();
    sweep();
    Verdict verdict = new Verdict(world);
    List<String> flaws =
        verdict.of(engine.result(id, FleetOutcome.class), engine.status(id, FleetStatus.class));
    flaws.addAll(engine.bugs());
    if (ended && engine.open().isEmpty()) {
      verdict.settled();
      verdict.heard(fleet.tellsPeople(), engine.result(id, FleetOutcome.class));
    } else {
      flaws.add("never ends: " + engine.open() + " " + engine.status(id, FleetStatus.class));
    }
    return flaws;
  }

  /** Until nothing is open, and then until nothing late is to come any more. */
  private boolean goOn() {
    timeline.run(() -> !engine.open().isEmpty(), BEGIN.plus(LONGEST));
    boolean ended = engine.open().isEmpty();
    timeline.run(() -> true, timeline.now().plus(AFTERWARDS));
    return ended;
  }

  /** As its schedule does, where a run was taken from a rollout. */
  private void sweep() {
    boolean held = world.clusters().stream().anyMatch(it -> it.held().isPresent());
    if (held && shape.events().stream().anyMatch(it -> it.act().force())) {
      List<String> namespaces = List.of(shape.plan().namespace());
      engine.start(
          "Sweep", SWEEP, new SweepOrder(namespaces, Duration.ofMinutes(10), Policy.RESTORE));
      goOn();
    }
  }

  private void happens(Event event) {
    world.note("happens: " + event);
    SimulatedCluster cluster = world.cluster(event.cluster());
    Instant until = timeline.now().plus(event.lasts());
    switch (event.act()) {
      case CUT_OFF -> cluster.cutOff(event.lasts());
      case NO_WORKER -> world.away(event.cluster(), until);
      case NO_WORKERS -> world.away(TaskQueues.CENTRAL, until);
      case NO_JOURNAL -> world.away(SimulatedFleet.JOURNAL, until);
      case EDIT -> cluster.edit();
      case POOLED -> pooled("");
      case OUTLIER -> pooled(event.cluster());
      case CANCEL -> engine.cancel(id);
      case CANCEL_CLUSTER -> engine.cancel(id + "/" + event.cluster());
      case TERMINATE -> engine.terminate(id);
      case TERMINATE_CLUSTER -> engine.terminate(id + "/" + event.cluster());
      default -> say(event);
    }
  }

  private void say(Event event) {
    switch (event.act()) {
      case ABORT -> people.say("abort", SimulatedPeople.order());
      case PAUSE -> people.say("pause", SimulatedPeople.order());
      case RESUME -> people.say("resume", SimulatedPeople.order());
      case SAY_NO -> world.sayNo();
      case EARLY -> people.early(event.cluster(), shape.plan().digest());
      case NONSENSE -> people.nonsense();
      default -> throw new IllegalArgumentException(event + " happens to calls only");
    }
  }

  private void pooled(String cluster) {
    String reason = "all clusters together: errors are up";
    engine.signal(id, "pooled", new PoolVerdict(shape.plan().rolloutId(), cluster, reason));
  }
}
