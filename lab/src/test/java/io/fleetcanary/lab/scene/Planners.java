package io.fleetcanary.lab.scene;

import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.lab.scene.Mutant.Wrong;
import io.fleetcanary.workflow.PlanningActivities.Planning;
import java.util.List;
import java.util.function.Function;

/** Planning activities that plan something else than what was asked for. */
final class Planners {
  private Planners() {}

  /** I4. */
  static Wrong releasesAllAtOnce() {
    return planning(
        plan -> {
          Wave first = plan.waves().getFirst();
          return List.of(
              new Wave(
                  first.name(),
                  plan.waves().stream().flatMap(wave -> wave.clusters().stream()).toList(),
                  3,
                  first.steps(),
                  first.gate()));
        });
  }

  /** I5. */
  static Wrong takesOneClusterMoreAtOnce() {
    return planning(
        plan ->
            plan.waves().stream()
                .map(
                    wave ->
                        new Wave(
                            wave.name(),
                            wave.clusters(),
                            wave.parallel() + 1,
                            wave.steps(),
                            wave.gate()))
                .toList());
  }

  /** I7. */
  static Wrong needsNoApproval() {
    return planning(
        plan ->
            plan.waves().stream()
                .map(
                    wave ->
                        new Wave(
                            wave.name(),
                            wave.clusters(),
                            wave.parallel(),
                            wave.steps(),
                            new Gate(wave.gate().bake(), List.of(), wave.gate().within())))
                .toList());
  }

  private static Wrong planning(Function<RolloutPlan, List<Wave>> waves) {
    return call -> {
      Object result = call.right();
      return result instanceof Planning.Planned planned
          ? new Planning.Planned(with(planned.plan(), waves.apply(planned.plan())))
          : result;
    };
  }

  private static RolloutPlan with(RolloutPlan plan, List<Wave> waves) {
    return new RolloutPlan(
        plan.rolloutId(),
        plan.service(),
        plan.namespace(),
        plan.revision(),
        plan.rules(),
        waves,
        plan.failure(),
        plan.holds(),
        plan.digest());
  }
}
