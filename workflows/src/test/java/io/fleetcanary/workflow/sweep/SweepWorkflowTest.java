package io.fleetcanary.workflow.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.sweep.Sweep.Policy;
import io.fleetcanary.workflow.sweep.Sweep.Swept;
import io.fleetcanary.workflow.sweep.SweepBench.Fleet;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class SweepWorkflowTest {
  private static final ClusterPlan ONE = Plans.cluster("eu-1", OnInconclusive.HOLD);
  private static final ClusterPlan TWO = Plans.cluster("eu-2", OnInconclusive.HOLD);
  private static final String HELD =
      "inference/chat in cluster %s is held by rollout "
          + ONE.rolloutId()
          + ", which has no open run";

  @AutoClose private final SweepBench bench = new SweepBench();
  private final Fleet fleet = bench.fleet;

  @Test
  void findsNothingAndDoesNotWait() {
    assertThat(bench.sweep(Policy.RESTORE)).isEqualTo(SweepBench.NOTHING);
  }

  @Test
  void tellsOfAServiceThatNobodyLooksAfter() {
    fleet.held.put("eu-1", List.of(ONE));

    assertThat(bench.sweep(Policy.TELL).told())
        .containsExactly(HELD.formatted("eu-1") + "; bring it back with fleetcanary restore");
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void bringsItBackWhereThatIsThePolicy() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.held.put("eu-2", List.of(TWO));

    Swept swept = bench.sweep(Policy.RESTORE);

    assertThat(swept.restored())
        .containsExactly(
            HELD.formatted("eu-1") + "; it comes back in run rollout/inference/chat/eu-1",
            HELD.formatted("eu-2") + "; it comes back in run rollout/inference/chat/eu-2");
    bench.awaitBack("eu-1");
    bench.awaitBack("eu-2");
    assertThat(fleet.trail).contains("withdraw eu-1", "release eu-1", "withdraw eu-2");
  }

  @Test
  void leavesWhatHasAnOpenRunAlone() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.held.put("eu-2", List.of(TWO));
    fleet.living.add(ONE.cluster().name());

    assertThat(bench.sweep(Policy.RESTORE).restored()).hasSize(1);

    bench.awaitBack("eu-2");
    assertThat(fleet.trail).noneMatch(line -> line.endsWith("eu-1"));
  }

  @Test
  void leavesAloneWhatIsLetGoOfMeanwhile() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.letGoAfterTheFirstLook = true;

    assertThat(bench.sweep(Policy.RESTORE)).isEqualTo(SweepBench.NOTHING);
  }

  @Test
  void saysWhichClusterCannotBeLookedAt() {
    fleet.unreachable.add("eu-2");

    assertThat(bench.sweep(Policy.TELL).unseen())
        .containsExactly("cluster eu-2 cannot be reached: connection refused");
  }

  @Test
  void tellsOfAnOrphanThatCannotBeLookedAtAgain() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.goneAfterTheFirstLook = true;

    Swept swept = bench.sweep(Policy.RESTORE);

    assertThat(swept.looked()).containsExactly("eu-1", "eu-2");
    assertThat(swept.told())
        .containsExactly(
            HELD.formatted("eu-1")
                + "; it could not be looked at again: cluster eu-1 cannot be reached: connection"
                + " refused");
    assertThat(fleet.trail).isEmpty();
  }

  @Test
  void tellsOfALedgerThatCannotBeRead() {
    fleet.unreadable.put("eu-2", List.of("inference/chat"));

    assertThat(bench.sweep(Policy.RESTORE).told())
        .containsExactly("inference/chat in cluster eu-2 has a ledger that cannot be read");
  }

  @Test
  void doesNotBringBackTwiceAtOnce() {
    fleet.held.put("eu-1", List.of(ONE));
    fleet.blocked = true;
    bench.sweep(Policy.RESTORE);

    assertThat(bench.sweep(Policy.RESTORE).restored()).isEmpty();
    fleet.blocked = false;
    bench.awaitBack("eu-1");
  }
}
