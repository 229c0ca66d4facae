package io.fleetcanary.workflow.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.sweep.LedgerActivities.OneService;
import io.fleetcanary.workflow.sweep.LedgerActivities.Stray;
import io.fleetcanary.workflow.sweep.Sweep.Policy;
import io.fleetcanary.workflow.sweep.Sweep.Swept;
import io.fleetcanary.workflow.sweep.SweepBench.Fleet;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What a creation that came too late has left. */
class RemainsTest {
  private static final String ROLLOUT = Plans.cluster("eu-1", OnInconclusive.HOLD).rolloutId();
  private static final Stray STRAY =
      new Stray(
          new OneService(new ClusterTarget("eu-1", TaskQueues.CENTRAL), "inference", "chat"),
          "Deployment",
          "chat-canary",
          ROLLOUT,
          true);
  private static final String LEFT =
      "Deployment chat-canary of inference/chat in cluster eu-1 carries the mark of rollout "
          + ROLLOUT
          + ", which has ended";

  @AutoClose private final SweepBench bench = new SweepBench();
  private final Fleet fleet = bench.fleet;

  @Test
  void tellsOfACanaryThatWasCreatedTooLate() {
    fleet.strays.put("eu-1", List.of(STRAY));

    Swept swept = bench.sweep(Policy.TELL);

    assertThat(swept.told()).containsExactly(LEFT + "; the next rollout of the service removes it");
    assertThat(swept.removed()).isEmpty();
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void removesItWhereRestoringIsThePolicy() {
    fleet.strays.put("eu-1", List.of(STRAY));

    Swept swept = bench.sweep(Policy.RESTORE);

    assertThat(swept.removed()).containsExactly(LEFT + "; it is removed");
    assertThat(swept.told()).isEmpty();
    assertThat(fleet.trail).containsExactly("remove Deployment chat-canary");
  }

  @Test
  void leavesOneThatHasBeenGivenPodsToAPerson() {
    fleet.strays.put(
        "eu-1", List.of(new Stray(STRAY.of(), STRAY.kind(), STRAY.name(), STRAY.rollout(), false)));

    Swept swept = bench.sweep(Policy.RESTORE);

    assertThat(swept.told())
        .containsExactly(
            LEFT
                + "; the canary has been given pods, so it is left to you; the next rollout of the"
                + " service removes it");
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void saysNothingOfOneThatItsOwnWorkerRemoves() {
    fleet.strays.put("eu-1", List.of(STRAY));
    fleet.letGoAfterTheFirstLook = true;

    assertThat(bench.sweep(Policy.RESTORE)).isEqualTo(SweepBench.NOTHING);
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void saysNothingOfOneWhoseServiceIsClaimedMeanwhile() {
    fleet.strays.put("eu-1", List.of(STRAY));
    fleet.claimed = true;

    assertThat(bench.sweep(Policy.RESTORE)).isEqualTo(SweepBench.NOTHING);
  }

  @Test
  void tellsOfOneThatCannotBeRemoved() {
    fleet.strays.put("eu-1", List.of(STRAY));
    fleet.blocked = true;

    assertThat(bench.sweep(Policy.RESTORE).told())
        .containsExactly(
            LEFT + "; it could not be removed: removeStray failed: not yet, cluster eu-1");
  }

  @Test
  void tellsOfOneThatCannotBeLookedAtAgain() {
    fleet.strays.put("eu-1", List.of(STRAY));
    fleet.goneAfterTheFirstLook = true;

    assertThat(bench.sweep(Policy.RESTORE).told())
        .containsExactly(
            LEFT
                + "; it could not be looked at again: cluster eu-1 cannot be reached: connection"
                + " refused");
  }
}
