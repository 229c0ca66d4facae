package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.activity.watch.KubernetesWatch;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a watcher sees of what others do to autoscalers: stable has two pods and one of them. */
class AutoscaledForeignTest {
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private final KubernetesWatch watch = new KubernetesWatch(cluster.clusters());
  private String namespace = "";
  private Scaled scaled;

  @BeforeEach
  void begin(TestInfo test) {
    namespace = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    scaled =
        Scaled.in(cluster, namespace, ScalerKind.HPA, Map.of("minReplicas", 1, "maxReplicas", 6));
  }

  @Test
  void seesNothingForeignInWhatTheRolloutDoesItself() {
    scaled.bench().forward();
    Optional<String> promoted = foreign();
    scaled.bench().rollback.turnBack(scaled.bench().plan());
    Optional<String> turned = foreign();
    scaled.bench().back();

    assertThat(promoted).isEmpty();
    assertThat(turned).isEmpty();
    assertThat(foreign()).isEmpty();
  }

  @Test
  void doesNotMindAHigherFloor() {
    scaled.bench().goToFive();

    scaled.says("minReplicas", 4);

    assertThat(foreign()).isEmpty();
  }

  @Test
  void seesALowerFloorUnderWhichStableCouldLosePods() {
    scaled.bench().goToFive();

    scaled.says("minReplicas", 1);

    assertThat(foreign())
        .contains(
            "foreign change: HorizontalPodAutoscaler scaler: minReplicas must be at least 2 until"
                + " the end, got 1");
    assertThat(scaled.bench().back()).isEqualTo(new Restored(true, ""));
    assertThat(scaled.min()).isEqualTo(1);
  }

  @Test
  void seesThatTheAutoscalerIsGone() {
    scaled.bench().goToFive();

    scaled.resource().delete();

    assertThat(watch.foreign(scaled.bench().plan()))
        .contains(
            new Trouble(
                FailureClass.LOCAL,
                "foreign change: HorizontalPodAutoscaler scaler: does not exist"));
  }

  @Test
  void seesThatItsClaimIsGone() {
    scaled.bench().goToFive();
    GenericKubernetesResource now = scaled.now();

    now.getMetadata().setAnnotations(Map.of());
    cluster.admin().resource(now).update();

    assertThat(foreign())
        .contains("foreign change: HorizontalPodAutoscaler scaler: its claim is gone");
    assertThat(scaled.bench().back()).isEqualTo(new Restored(true, ""));
    assertThat(scaled.min()).isEqualTo(1);
  }

  @Test
  void seesAnotherAutoscalerOfStableOrOfTheCanary() {
    scaled.bench().goToFive();

    new Newcomer("other", "embed").create(cluster, namespace);
    Optional<String> ofAnother = foreign();
    GenericKubernetesResource canarys =
        new Newcomer("new", "chat-canary").create(cluster, namespace);
    Optional<String> ofCanary = foreign();
    cluster.admin().resource(canarys).delete();
    new Newcomer("new", "chat").create(cluster, namespace);

    assertThat(ofAnother).isEmpty();
    assertThat(ofCanary)
        .contains(
            "foreign change: HorizontalPodAutoscaler new: scales Deployment chat-canary and is"
                + " newer than the plan");
    assertThat(foreign())
        .contains(
            "foreign change: HorizontalPodAutoscaler new: scales Deployment chat and is newer than"
                + " the plan");
    assertThat(scaled.bench().back()).isEqualTo(new Restored(true, ""));
  }

  @Test
  void claimsNothingWhereAnAutoscalerIsNewerThanThePlan() {
    new Newcomer("new", "chat").create(cluster, namespace);

    assertThat(scaled.bench().workloads.claim(scaled.bench().plan()))
        .isEqualTo(
            new Progress.Stopped(
                FailureClass.LOCAL,
                "foreign change: HorizontalPodAutoscaler new: scales Deployment chat and is newer"
                    + " than the plan",
                false));
    assertThat(scaled.min()).isEqualTo(1);
  }

  @Test
  void knowsWhatKedaMakesOfAScaledObject() {
    Scaled keda =
        Scaled.in(
            cluster, namespace + "-keda", ScalerKind.SCALED_OBJECT, Map.of("maxReplicaCount", 6));
    keda.bench().goToFive();

    new Newcomer("keda-hpa-scaler", "chat").ownedBy("scaler").create(cluster, namespace + "-keda");
    Optional<String> own = watch.foreign(keda.bench().plan()).map(Trouble::reason);
    new Newcomer("keda-hpa-new", "chat").ownedBy("new").create(cluster, namespace + "-keda");

    assertThat(own).isEmpty();
    assertThat(watch.foreign(keda.bench().plan()).map(Trouble::reason))
        .contains(
            "foreign change: HorizontalPodAutoscaler keda-hpa-new: scales Deployment chat and is"
                + " newer than the plan");
  }

  private Optional<String> foreign() {
    return watch.foreign(scaled.bench().plan()).map(Trouble::reason);
  }

  /**
   * Another autoscaler.
   *
   * @param scales name of a Deployment
   * @param owners ScaledObjects that it was made of
   */
  private record Newcomer(String name, String scales, List<String> owners) {
    Newcomer(String name, String scales) {
      this(name, scales, List.of());
    }

    Newcomer ownedBy(String scaledObject) {
      return new Newcomer(name, scales, List.of(scaledObject));
    }

    GenericKubernetesResource create(RiggedCluster cluster, String namespace) {
      GenericKubernetesResource scaler =
          Scaled.manifest(
              ScalerKind.HPA, namespace, name, Scaled.spec(Map.of("maxReplicas", 3), scales));
      owners.forEach(owner -> Scaled.own(scaler, owner));
      return cluster.admin().resource(scaler).create();
    }
  }
}
