package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A claim that finds nothing to claim: whether anything was touched, the ledger knows. */
class HalfAClaimTest {
  private static final String GONE = "fenced: HTTPRoute chat: does not exist";
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();

  @Test
  void goesBackWhenAnAttemptBeforeItHasClaimed(TestInfo test) {
    var bench = Bench.in(cluster, test);
    bench.workloads.claim(bench.plan());
    cluster.admin().resource(bench.route()).delete();

    Progress again = bench.workloads.claim(bench.plan());

    assertThat(again).isEqualTo(new Progress.Stopped(FailureClass.LOCAL, GONE, true));
    assertThat(bench.back())
        .isEqualTo(new Restored(true, "HTTPRoute chat does not exist any more"));
    assertThat(bench.canary()).isNull();
    assertThat(bench.ledger().read().state().holder()).isEmpty();
  }

  @DisplayName("F23: the same call is made twice at a time")
  @Test
  void barsAnAttemptBeforeItThatIsStillOnItsWay(TestInfo test) {
    var bench = Bench.in(cluster, test);
    cluster
        .door()
        .surprise(
            0,
            () -> {
              cluster.admin().resource(bench.route()).delete();
              assertThat(bench.workloads.claim(bench.plan()))
                  .isEqualTo(new Progress.Stopped(FailureClass.LOCAL, GONE, false));
            });

    Progress late = bench.workloads.claim(bench.plan());

    assertThat(late)
        .isEqualTo(
            new Progress.Stopped(
                FailureClass.LOCAL,
                "fenced: ConfigMap fleetcanary-chat: this rollout has ended here",
                true));
    assertThat(bench.canary()).isNull();
    assertThat(bench.ledger().read().state().holder()).isEmpty();
    assertThat(bench.ending()).contains(Ending.UNTOUCHED);
  }
}
