package io.fleetcanary.workflow.simulation;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.FailurePolicy.Scope;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.bench.Plans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One rollout and everything that happens to it; the same for the same seed.
 *
 * @param seed what it was drawn from, and what everything else is drawn from
 * @param plan up to three waves of up to three clusters
 * @param people what they are like
 * @param events up to eight
 */
record Shape(long seed, RolloutPlan plan, People people, List<Event> events) {
  /** What people do about what is asked. */
  enum People {
    /** They mostly go on. */
    WILLING,
    /** They do whatever may be done. */
    FICKLE,
    /** They leave it to the deadlines, and only take over what is stuck. */
    SILENT
  }

  static Shape of(long seed) {
    Dice dice = Dice.of(seed);
    List<Wave> waves = new ArrayList<>();
    List<String> clusters = new ArrayList<>();
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      waves.add(wave("wave-" + (i + 1), clusters, dice));
    }
    Scope scope = dice.one(List.of(Scope.values()));
    FailurePolicy policy = new FailurePolicy(scope, dice.oneIn(3) ? 1 : 0);
    OnInconclusive inconclusive = dice.one(List.of(OnInconclusive.values()));
    RolloutPlan plan = Plans.fleet(policy, inconclusive, waves);
    People people = dice.one(List.of(People.values()));
    return new Shape(seed, plan, people, Happenings.draw(dice, clusters));
  }

  /** The same rollout, to which less happens. */
  Shape without(Event event) {
    List<Event> fewer = new ArrayList<>(events);
    fewer.remove(event);
    return new Shape(seed, plan, people, fewer);
  }

  /** Whether anything of this kind happens. */
  boolean has(Event.Act act) {
    return events.stream().anyMatch(event -> event.act() == act);
  }

  private static Wave wave(String name, List<String> clusters, Dice dice) {
    List<ClusterTarget> targets = new ArrayList<>();
    int count = 1 + dice.below(3);
    for (int i = 0; i < count; i++) {
      String cluster = "c" + (clusters.size() + 1);
      clusters.add(cluster);
      targets.add(new ClusterTarget(cluster, dice.oneIn(2) ? cluster : TaskQueues.CENTRAL));
    }
    Duration bake = Duration.ofMinutes(dice.below(2) * 30L);
    Gate gate = dice.oneIn(3) ? Plans.approval(bake) : Plans.baked(bake);
    Wave wave = Plans.wave(name, gate, 1 + dice.below(count));
    return new Wave(name, targets, wave.parallel(), wave.steps(), gate);
  }
}
