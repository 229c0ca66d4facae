package io.fleetcanary.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.spec.Specs;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterPlanTest {
  private static final TrafficWeight FEW = new TrafficWeight(5);
  private static final TrafficWeight MORE = new TrafficWeight(25);
  private static final ClusterPlan PLAN =
      plan(
          new Step.SetScale(FEW),
          new Step.SetWeight(FEW),
          new Step.Watch(Duration.ofMinutes(5)),
          new Step.SetScale(MORE),
          new Step.SetWeight(MORE),
          new Step.Watch(Duration.ofMinutes(5)));

  @Test
  void knowsTheWeightAtEachStep() {
    assertThat(PLAN.weightAt(1)).isEmpty();
    assertThat(PLAN.weightAt(3)).contains(FEW);
    assertThat(PLAN.weightAt(4)).contains(FEW);
    assertThat(PLAN.weightAt(6)).contains(MORE);
    assertThat(PLAN.weightAt(PLAN.settleStep())).contains(TrafficWeight.NONE);
  }

  @Test
  void knowsTheWeightBeforeEachStep() {
    assertThat(PLAN.weightBefore(1)).isEqualTo(TrafficWeight.NONE);
    assertThat(PLAN.weightBefore(3)).isEqualTo(TrafficWeight.NONE);
    assertThat(PLAN.weightBefore(5)).isEqualTo(FEW);
    assertThat(PLAN.weightBefore(6)).isEqualTo(FEW);
  }

  private static ClusterPlan plan(Step... steps) {
    RolloutPlan fleet =
        Fleets.plan(Specs.valid(Specs.minimal()), Fleets.of("eu-1"), "chat-20261126120000-0000");
    Wave wave = fleet.waves().getFirst();
    ClusterPlan plan = fleet.clusterPlan(wave, wave.clusters().getFirst(), 1);
    return new ClusterPlan(
        plan.rolloutId(),
        plan.service(),
        plan.namespace(),
        plan.cluster(),
        plan.revision(),
        plan.rules(),
        List.of(steps));
  }
}
