package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.activity.rollout.Bench.Picture;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.claim.Holder;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class KubernetesWorkloadsTest {
  private static final Progress DONE = new Progress.Done();
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();

  private Bench bench;

  @BeforeEach
  void create(TestInfo test) {
    bench = Bench.in(cluster, test);
    cluster.door().forget();
  }

  @Test
  void claimsTheLedgerFirstAndTheUsersObjectsLast() {
    assertThat(bench.workloads.claim(bench.plan())).isEqualTo(DONE);

    assertThat(cluster.door().writes())
        .containsExactly(
            "POST configmaps",
            "POST deployments",
            "POST services",
            "PATCH httproutes chat",
            "PATCH deployments chat");
    assertThat(bench.stable().getMetadata().getAnnotations())
        .containsEntry("claim.fleetcanary.io/chat", "chat-20261125120000-1a2b/forward/0")
        .containsEntry("team", "language");
    assertThat(bench.canary().getSpec().getReplicas()).isZero();
  }

  @Test
  void recordsTheOriginalsBeforeAnythingElse() {
    Deployment before = bench.stable();

    bench.workloads.claim(bench.plan());

    var ledger = bench.ledger().read();
    assertThat(ledger.state().holder().map(Holder::rollout)).contains(bench.plan().rolloutId());
    assertThat(ledger.before().template()).isEqualTo(before.getSpec().getTemplate());
    assertThat(ledger.before().replicas()).isEqualTo(2);
    assertThat(ledger.before().routes().get("chat")).containsKey("rules");
  }

  @Test
  void writesNothingWhenClaimingAgain() {
    bench.workloads.claim(bench.plan());
    cluster.door().forget();

    assertThat(bench.workloads.claim(bench.plan())).isEqualTo(DONE);

    assertThat(cluster.door().writes()).isEmpty();
  }

  @Test
  void refusesASecondRolloutWithTheOwnersName() {
    bench.workloads.claim(bench.plan());
    Picture claimed = bench.picture();
    var second = bench.rollout("chat-20261125130000-3c4d");

    Progress progress = second.workloads.claim(second.plan());

    assertThat(progress)
        .isEqualTo(
            new Progress.Stopped(
                FailureClass.LOCAL,
                "chat is claimed by rollout chat-20261125120000-1a2b, which must end first",
                false));
    assertThat(bench.picture()).isEqualTo(claimed);
    assertThat(second.ending()).contains(Ending.UNTOUCHED);
  }

  @Test
  void letsTheNextRolloutInWhenTheFirstHasEnded() {
    bench.workloads.claim(bench.plan());
    bench.back();
    var second = bench.rollout("chat-20261125130000-3c4d");

    assertThat(second.forwardAndKeep()).isEqualTo(DONE);

    assertThat(second.ending()).contains(Ending.KEPT);
    assertThat(bench.ending()).contains(Ending.RETURNED);
  }

  @Test
  void neverClaimsAgainWhenItHasEnded() {
    bench.workloads.claim(bench.plan());
    bench.back();
    Picture before = bench.picture();

    Progress progress = bench.workloads.claim(bench.plan());

    assertThat(progress)
        .isEqualTo(stopped("fenced: ConfigMap fleetcanary-chat: this rollout has ended here"));
    assertThat(bench.picture()).isEqualTo(before);
  }

  @Test
  void goesNotForwardAfterAReset() {
    bench.workloads.claim(bench.plan());
    var reset = bench.reset();

    Progress claim = reset.workloads.claim(bench.plan());
    Progress scale = reset.workloads.scaleCanary(new CanaryScale(bench.plan(), 1, Bench.FIVE));

    assertThat(claim).extracting("reason").asString().contains("after a reset only the way back");
    assertThat(scale).extracting("reason").asString().contains("after a reset only the way back");
    assertThat(bench.canary().getSpec().getReplicas()).isZero();
  }

  @Test
  void onlyRemembersThatItDeclinedWhenAnObjectIsMissing() {
    cluster.admin().resource(bench.route()).delete();

    assertThat(bench.workloads.claim(bench.plan()))
        .isEqualTo(
            new Progress.Stopped(
                FailureClass.LOCAL, "fenced: HTTPRoute chat: does not exist", false));
    assertThat(cluster.door().writes()).containsExactly("POST configmaps");
  }

  @Test
  void claimsNothingInAnotherClusterThanTheOneThatWasSurveyed() {
    Bench swapped = bench.surveyedAs("another-uid");

    assertThat(swapped.workloads.claim(swapped.plan()))
        .isEqualTo(
            new Progress.Stopped(
                FailureClass.LOCAL,
                "foreign change: Deployment chat: is not the one that was surveyed: another cluster"
                    + " answers, or it was created anew; start again",
                false));
    assertThat(cluster.door().writes()).containsExactly("POST configmaps");
  }

  @Test
  void claimsInTheClusterThatWasSurveyed() {
    Bench same = bench.surveyedAs(bench.stable().getMetadata().getUid());

    assertThat(same.workloads.claim(same.plan())).isEqualTo(new Progress.Done());
  }

  @Test
  void leavesAForeignCanaryAlone() {
    Deployment foreign =
        new DeploymentBuilder(Chat.canary())
            .editMetadata()
            .withNamespace(bench.plan().namespace())
            .endMetadata()
            .editSpec()
            .withReplicas(3)
            .endSpec()
            .build();
    cluster.admin().resource(foreign).create();

    Progress progress = bench.workloads.claim(bench.plan());
    bench.back();

    assertThat(progress)
        .isEqualTo(stopped("fenced: Deployment chat-canary: exists and is not ours"));
    assertThat(bench.canary().getSpec().getReplicas()).isEqualTo(3);
  }

  @Test
  void clearsWhatALateAttemptOfAnEndedRolloutLeftBehind() {
    bench.workloads.claim(bench.plan());
    bench.back();
    Deployment remains = Chat.canary();
    remains.getMetadata().setNamespace(bench.plan().namespace());
    remains
        .getMetadata()
        .setAnnotations(
            Map.of("claim.fleetcanary.io/chat", bench.plan().rolloutId() + "/forward/0"));
    cluster.admin().resource(remains).create();
    var second = bench.rollout("chat-20261125130000-3c4d");

    assertThat(second.workloads.claim(second.plan())).isEqualTo(DONE);

    assertThat(bench.canary().getMetadata().getAnnotations())
        .containsEntry("claim.fleetcanary.io/chat", "chat-20261125130000-3c4d/forward/0");
  }

  @Test
  void stopsWhenStableChangesWhileItIsClaimed() {
    cluster.door().surprise(4, () -> push("registry.example/vllm:somebody-elses"));

    Progress progress = bench.workloads.claim(bench.plan());

    assertThat(progress)
        .isEqualTo(stopped("foreign change: Deployment chat: changed while it was being claimed"));
  }

  @Test
  @DisplayName("S43: gives the canary pods for the coming weight and never takes some away")
  void givesTheCanaryPodsForTheComingWeightAndNeverTakesSomeAway() {
    bench.workloads.claim(bench.plan());

    assertThat(scale(1, new TrafficWeight(100))).isEqualTo(DONE);
    assertThat(bench.canary().getSpec().getReplicas()).isEqualTo(2);
    assertThat(scale(3, Bench.FIVE)).isEqualTo(DONE);
    assertThat(bench.canary().getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void promotesOnlyWhatItRecorded() {
    bench.workloads.claim(bench.plan());
    push("registry.example/vllm:somebody-elses");

    Progress progress = bench.workloads.promote(bench.plan());

    assertThat(progress)
        .isEqualTo(
            stopped("foreign change: Deployment chat: its pod template is not the recorded one"));
    assertThat(bench.image()).isEqualTo("registry.example/vllm:somebody-elses");
  }

  @Test
  void tellsTheLedgerWhatItWritesBeforeItWrites() {
    bench.workloads.claim(bench.plan());
    cluster.door().forget();

    bench.workloads.promote(bench.plan());

    assertThat(cluster.door().writes())
        .containsExactly("PUT configmaps fleetcanary-chat", "PATCH deployments chat");
    assertThat(bench.ledger().read().written()).contains(Chat.template(Chat.NEW));
    assertThat(bench.image()).isEqualTo(Chat.NEW);
  }

  @Test
  void stepsBackBehindAWatcherThatHasBraked() {
    bench.workloads.claim(bench.plan());
    bench.rollback.turnBack(bench.plan());

    assertThat(bench.workloads.promote(bench.plan())).isEqualTo(new Progress.TurnedBack());
  }

  @DisplayName("S64: the tool is removed from a service")
  @Test
  void keepsNothingOfItsOwnButTheLedger() {
    bench.forwardAndKeep();

    assertThat(bench.canary()).isNull();
    assertThat(bench.canaryService()).isNull();
    assertThat(bench.image()).isEqualTo(Chat.NEW);
    assertThat(bench.ledger().read().originals()).isEmpty();
    assertThat(bench.ending()).contains(Ending.KEPT);
  }

  private Progress scale(int step, TrafficWeight weight) {
    return bench.workloads.scaleCanary(new CanaryScale(bench.plan(), step, weight));
  }

  private void push(String image) {
    Deployment pushed = bench.stable();
    pushed.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage(image);
    cluster.admin().resource(pushed).update();
  }

  private static Progress stopped(String reason) {
    return new Progress.Stopped(FailureClass.LOCAL, reason, true);
  }
}
