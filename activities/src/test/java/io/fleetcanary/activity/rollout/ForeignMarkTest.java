package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What carries a mark that is not ours stays as it is on the way back, and somebody is told. */
class ForeignMarkTest {
  private static final String CLAIM = "claim.fleetcanary.io/chat";
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private Bench bench;

  @BeforeEach
  void claim(TestInfo test) {
    bench = Bench.in(cluster, test);
    bench.goToFive();
  }

  @Test
  void handsOverAStableThatStaysWithTheNewRevision() {
    bench.workloads.promote(bench.plan());
    mark(bench.stable());

    Restored restored = bench.back();

    assertThat(restored)
        .isEqualTo(
            new Restored(true, "Deployment chat carries a mark that is not ours, oops, and stays"));
    assertThat(bench.image()).isEqualTo(Chat.NEW);
    assertThat(bench.canary()).isNull();
  }

  @Test
  void leavesTheCanaryToARouteThatStillPointsAtIt() {
    mark(bench.route());

    Restored restored = bench.back();

    assertThat(restored)
        .isEqualTo(
            new Restored(
                true,
                "HTTPRoute chat carries a mark that is not ours, oops, and stays,"
                    + " and so does chat-canary, at which it points"));
    assertThat(bench.weight()).isEqualTo(5);
    assertThat(bench.canary().getSpec().getReplicas()).isEqualTo(1);
    assertThat(bench.canary().getMetadata().getAnnotations()).doesNotContainKey(CLAIM);
    assertThat(bench.canaryService()).isNotNull();
    assertThat(bench.ledger().read().state().holder()).isEmpty();
  }

  @Test
  void handsOverACanaryWithAMarkThatIsNotOurs() {
    mark(bench.canary());

    Restored restored = bench.back();

    assertThat(restored.left())
        .isEqualTo("Deployment chat-canary carries a mark that is not ours, oops, and stays");
    assertThat(bench.canary()).isNotNull();
  }

  private static void mark(HasMetadata object) {
    object.getMetadata().setAnnotations(Map.of(CLAIM, "oops"));
    cluster.admin().resource(object).update();
  }
}
