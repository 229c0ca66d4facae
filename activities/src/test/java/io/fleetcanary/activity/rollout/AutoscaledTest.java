package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Release;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Stable has two pods and an autoscaler that may leave one: its floor is raised, and put back. */
class AutoscaledTest {
  private static final Progress DONE = new Progress.Done();
  private static final Map<String, Object> ONE_TO_SIX = Map.of("minReplicas", 1, "maxReplicas", 6);
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();

  private String namespace = "";

  @BeforeEach
  void forget(TestInfo test) {
    namespace = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    cluster.door().forget();
  }

  @Test
  void raisesTheFloorToStablesSizeOnceItIsClaimed() {
    Scaled scaled = scaled(namespace);

    assertThat(scaled.bench().workloads.claim(scaled.bench().plan())).isEqualTo(DONE);

    assertThat(cluster.door().writes())
        .containsExactly(
            "POST configmaps",
            "POST deployments",
            "POST services",
            "PATCH httproutes chat",
            "PATCH horizontalpodautoscalers scaler",
            "PATCH horizontalpodautoscalers scaler",
            "PATCH deployments chat");
    assertThat(scaled.spec()).containsEntry("minReplicas", 2).containsEntry("maxReplicas", 6);
    assertThat(scaled.mark()).isEqualTo(scaled.bench().plan().rolloutId() + "/forward/0");
  }

  @Test
  void onlyMarksAFloorThatIsHighEnough() {
    Scaled scaled = in(namespace, Map.of("minReplicas", 3, "maxReplicas", 6));

    scaled.bench().workloads.claim(scaled.bench().plan());

    assertThat(scaled.min()).isEqualTo(3);
    assertThat(cluster.door().writes()).containsOnlyOnce("PATCH horizontalpodautoscalers scaler");
  }

  @Test
  void neverTouchesTheCeilingNorRaisesTheFloorAboveIt() {
    Scaled scaled = in(namespace, Map.of("minReplicas", 0, "maxReplicas", 1));

    scaled.bench().workloads.claim(scaled.bench().plan());

    assertThat(scaled.spec()).containsEntry("minReplicas", 1).containsEntry("maxReplicas", 1);
  }

  @Test
  void putsTheFloorBackWhenTheRevisionIsKept() {
    Scaled scaled = scaled(namespace);
    Object before = scaled.spec();

    assertThat(scaled.bench().forwardAndKeep()).isEqualTo(DONE);

    assertThat(scaled.spec()).isEqualTo(before);
    assertThat(scaled.mark()).isEqualTo("none");
    assertThat(scaled.bench().image()).isEqualTo(Chat.NEW);
  }

  @Test
  void keepsTheFloorWhilePodsFollowOnTheWayBack() {
    Scaled scaled = scaled(namespace);
    Object before = scaled.spec();
    scaled.bench().forward();

    scaled.bench().rollback.turnBack(scaled.bench().plan());
    scaled.bench().rollback.restore(scaled.bench().plan());
    assertThat(scaled.min()).isEqualTo(2);
    scaled
        .bench()
        .rollback
        .release(new Release(scaled.bench().plan(), FailureClass.LOCAL, "no GPU left"));

    assertThat(scaled.spec()).isEqualTo(before);
    assertThat(scaled.mark()).isEqualTo("none");
  }

  @Test
  void leavesStablesSizeToItsAutoscaler() {
    Scaled scaled = scaled(namespace);
    scaled.bench().goToFive();
    scale(scaled, 5);

    scaled.bench().workloads.promote(scaled.bench().plan());
    assertThat(scaled.bench().stable().getSpec().getReplicas()).isEqualTo(5);
    assertThat(scaled.bench().back()).isEqualTo(new Restored(true, ""));

    assertThat(scaled.bench().stable().getSpec().getReplicas()).isEqualTo(5);
    assertThat(scaled.bench().image()).isEqualTo(Chat.OLD);
  }

  @Test
  void removesAFloorThatWasNotThere() {
    Scaled scaled =
        Scaled.in(cluster, namespace, ScalerKind.SCALED_OBJECT, Map.of("maxReplicaCount", 6));

    scaled.bench().goToFive();
    assertThat(scaled.min()).isEqualTo(2);
    scaled.bench().back();

    assertThat(scaled.spec()).doesNotContainKey("minReplicaCount");
    assertThat(scaled.mark()).isEqualTo("none");
  }

  @Test
  void leavesAFloorThatSomebodyElseHasMovedWhenItGoesBack() {
    Scaled scaled = scaled(namespace);
    scaled.bench().goToFive();
    scaled.says("minReplicas", 4);

    Restored restored = scaled.bench().back();

    assertThat(restored)
        .isEqualTo(
            new Restored(
                true,
                "minReplicas of HorizontalPodAutoscaler scaler was changed by somebody else to 4"
                    + " and stays"));
    assertThat(scaled.min()).isEqualTo(4);
    assertThat(scaled.mark()).isEqualTo("none");
  }

  @Test
  void goesOnAndSaysSoWhenSomebodyElseHasMovedTheFloor() {
    Scaled scaled = scaled(namespace);
    scaled.bench().goToFive();
    scaled.says("minReplicas", 4);

    Progress kept = scaled.bench().forwardAndKeep();

    assertThat(kept)
        .isEqualTo(
            new Progress.Done(
                "minReplicas of HorizontalPodAutoscaler scaler was changed by somebody else to 4"
                    + " and stays"));
    assertThat(scaled.min()).isEqualTo(4);
    assertThat(scaled.mark()).isEqualTo("none");
  }

  @Test
  void hasNothingToSayWhenSomebodyElseHasPutTheFloorBack() {
    Scaled scaled = scaled(namespace);
    scaled.bench().goToFive();
    scaled.says("minReplicas", 1);

    assertThat(scaled.bench().back()).isEqualTo(new Restored(true, ""));

    assertThat(scaled.min()).isEqualTo(1);
  }

  @Test
  void stopsWhenTheFloorMovesWhileItIsClaimed() {
    Scaled scaled = scaled(namespace);
    cluster.door().surprise(4, () -> scaled.says("minReplicas", 3));

    Progress claim = scaled.bench().workloads.claim(scaled.bench().plan());

    assertThat(claim)
        .isEqualTo(
            new Progress.Stopped(
                FailureClass.LOCAL,
                "foreign change: HorizontalPodAutoscaler scaler: changed while it was being"
                    + " claimed",
                true));
    assertThat(scaled.min()).isEqualTo(3);
  }

  @Test
  void claimsNothingWithoutTheAutoscalerThatWasSurveyed() {
    Scaled scaled = scaled(namespace);
    scaled.resource().delete();

    assertThat(scaled.bench().workloads.claim(scaled.bench().plan()))
        .isEqualTo(
            new Progress.Stopped(
                FailureClass.LOCAL,
                "fenced: HorizontalPodAutoscaler scaler: does not exist",
                false));
  }

  @Test
  void saysThatTheAutoscalerHasGone() {
    Scaled scaled = scaled(namespace);
    scaled.bench().goToFive();
    scaled.resource().delete();

    assertThat(scaled.bench().back())
        .isEqualTo(new Restored(true, "HorizontalPodAutoscaler scaler does not exist any more"));
  }

  @Test
  void saysThatTheFloorMayBeRaisedWhenTheLedgerIsLost() {
    Scaled scaled = scaled(namespace);
    scaled.bench().goToFive();
    cluster.admin().configMaps().inNamespace(namespace).withName("fleetcanary-chat").delete();

    Restored restored = scaled.bench().back();

    assertThat(restored.left())
        .contains(
            "minReplicas of HorizontalPodAutoscaler scaler may have been raised and stays as it"
                + " is");
    assertThat(scaled.min()).isEqualTo(2);
    assertThat(scaled.mark()).isEqualTo("none");
  }

  private static Scaled scaled(String namespace) {
    return in(namespace, ONE_TO_SIX);
  }

  private static Scaled in(String namespace, Map<String, Object> bounds) {
    return Scaled.in(cluster, namespace, ScalerKind.HPA, bounds);
  }

  private static void scale(Scaled scaled, int pods) {
    Deployment stable = scaled.bench().stable();
    stable.getSpec().setReplicas(pods);
    cluster.admin().resource(stable).update();
    new Controllers(cluster.admin()).settle(scaled.bench().plan().namespace(), "deployments chat");
  }
}
