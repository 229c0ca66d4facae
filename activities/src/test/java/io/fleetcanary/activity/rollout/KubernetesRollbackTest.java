package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.activity.rollout.Bench.Picture;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The way back where somebody else was there too. */
class KubernetesRollbackTest {
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private Bench bench;
  private Picture before;

  @BeforeEach
  void claim(TestInfo test) {
    bench = Bench.in(cluster, test);
    before = bench.picture();
    bench.goToFive();
    cluster.door().forget();
  }

  @Test
  void takesTheRequestsOffFirst() {
    bench.rollback.turnBack(bench.plan());

    assertThat(cluster.door().writes())
        .containsExactly(
            "PATCH httproutes chat",
            "PATCH deployments chat",
            "PUT deployments chat-canary",
            "PUT services chat-canary",
            "PUT configmaps fleetcanary-chat");
    assertThat(RouteWeights.of(bench.plan()).weight(RouteWeights.spec(bench.route())))
        .hasValueSatisfying(weight -> assertThat(weight.percent()).isZero());
    assertThat(bench.canary().getSpec().getReplicas()).isEqualTo(1);
  }

  @Test
  void restoresAtOnceWhatWasNeverPromoted() {
    bench.rollback.turnBack(bench.plan());
    cluster.door().forget();

    assertThat(bench.rollback.restore(bench.plan())).isEqualTo(new Restored(true, ""));

    assertThat(cluster.door().writes()).isEmpty();
  }

  @Test
  void neverOverwritesARevisionThatSomebodyElsePushed() {
    bench.workloads.promote(bench.plan());
    push("registry.example/vllm:hotfix");

    Restored restored = bench.back();

    assertThat(restored.left())
        .isEqualTo(
            "image of container server is neither the rollout's nor the recorded one,"
                + " got registry.example/vllm:hotfix");
    assertThat(bench.image()).isEqualTo("registry.example/vllm:hotfix");
    assertThat(bench.picture()).isEqualTo(before.serving(bench.stable().getSpec()));
  }

  @Test
  void keepsOtherChangesOfSomebodyElseToThePodTemplate() {
    bench.workloads.promote(bench.plan());
    Deployment edited =
        new DeploymentBuilder(bench.stable())
            .editSpec()
            .editTemplate()
            .editMetadata()
            .addToAnnotations("restarted", "now")
            .endMetadata()
            .endTemplate()
            .endSpec()
            .build();
    cluster.admin().resource(edited).update();

    assertThat(bench.back()).isEqualTo(new Restored(true, ""));

    assertThat(bench.image()).isEqualTo(Chat.OLD);
    assertThat(bench.stable().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry("restarted", "now");
  }

  @Test
  void leavesTheRestOfARouteThatSomebodyElseEdited() {
    GenericKubernetesResource route = bench.route();
    Map<String, Object> spec = RouteWeights.spec(route);
    spec.put("hostnames", List.of("chat.example"));
    route.getAdditionalProperties().put("spec", spec);
    cluster.admin().resource(route).update();

    Restored restored = bench.back();

    assertThat(restored.left())
        .isEqualTo("route's hostnames were changed by somebody else and stay");
    assertThat(RouteWeights.spec(bench.route()))
        .containsEntry("hostnames", List.of("chat.example"));
    assertThat(RouteWeights.spec(bench.route()).toString()).doesNotContain("canary");
  }

  @Test
  void findsItsWayWhenSomebodyRemovedTheMarks() {
    bench.workloads.promote(bench.plan());
    bench.rollback.turnBack(bench.plan());
    GenericKubernetesResource route = bench.route();
    route.getMetadata().setAnnotations(Map.of());
    cluster.admin().resource(route).update();
    Deployment stable = bench.stable();
    stable.getMetadata().setAnnotations(Map.of("team", "language"));
    cluster.admin().resource(stable).update();

    bench.back();

    assertThat(bench.picture()).isEqualTo(before);
  }

  @Test
  void leavesWhatSomebodyElseClaims() {
    Deployment stable = bench.stable();
    stable
        .getMetadata()
        .setAnnotations(Map.of("claim.fleetcanary.io/chat", "chat-20261125130000-3c4d/forward/1"));
    cluster.admin().resource(stable).update();

    bench.back();

    assertThat(bench.stable().getMetadata().getAnnotations())
        .containsEntry("claim.fleetcanary.io/chat", "chat-20261125130000-3c4d/forward/1");
  }

  @Test
  void takesRequestsOffAndRemovesItsOwnEvenWithoutALedger() {
    cluster
        .admin()
        .configMaps()
        .inNamespace(bench.plan().namespace())
        .withName("fleetcanary-chat")
        .delete();

    bench.back();

    assertThat(RouteWeights.spec(bench.route()).toString()).doesNotContain("canary");
    assertThat(bench.canary()).isNull();
    assertThat(bench.stable().getMetadata().getAnnotations())
        .doesNotContainKey("claim.fleetcanary.io/chat");
  }

  @Test
  void saysThatItWasKeptWhenItBeginsTooLate() {
    bench.workloads.promote(bench.plan());
    bench.workloads.keep(bench.plan());
    Picture kept = bench.picture();

    Restored restored = bench.reset().back();

    assertThat(restored)
        .isEqualTo(
            new Restored(true, "this rollout had been kept already, the new revision serves"));
    assertThat(bench.picture()).isEqualTo(kept);
  }

  @Test
  void finishesWhatAnInterruptedKeepingBegan() {
    bench.workloads.promote(bench.plan());
    cluster.door().closeAfter(2);
    try {
      bench.workloads.keep(bench.plan());
    } catch (RuntimeException crashed) {
      cluster.door().open();
    }

    Restored restored = bench.reset().back();

    assertThat(restored.left()).contains("kept");
    assertThat(bench.image()).isEqualTo(Chat.NEW);
    assertThat(bench.picture()).isEqualTo(before.serving(bench.stable().getSpec()));
  }

  @Test
  void doesNotWaitForPodsThatKubernetesHasGivenUp() {
    bench.workloads.promote(bench.plan());
    bench.rollback.turnBack(bench.plan());
    Deployment paused =
        new DeploymentBuilder(bench.stable()).editSpec().withPaused(true).endSpec().build();
    cluster.admin().resource(paused).update();

    Restored restored = bench.rollback.restore(bench.plan());

    assertThat(restored.left())
        .isEqualTo("Deployment chat is as before, but paused: its pods do not follow");
    assertThat(bench.image()).isEqualTo(Chat.OLD);
  }

  @Test
  void saysWhyTheOldPodsDoNotComeBack() {
    bench.workloads.promote(bench.plan());
    bench.rollback.turnBack(bench.plan());
    bench.rollback.restore(bench.plan());
    lose("chat-0");

    Instant tooLong = Instant.now().minus(bench.plan().rules().readyWithin()).minusSeconds(1);
    Restored restored = bench.waitingSince(tooLong).rollback.restore(bench.plan());

    assertThat(restored.left())
        .isEqualTo(
            "Deployment chat is as before, but its pods are not: 0 of 2 are available, none came"
                + " within 2700 s; pod chat-0, container server: ImagePullBackOff: no such image");
    assertThat(bench.image()).isEqualTo(Chat.OLD);
  }

  private void lose(String name) {
    Deployment stable = bench.stable();
    stable.getStatus().setAvailableReplicas(0);
    cluster.admin().resource(stable).updateStatus();
    Pod pod = cluster.admin().pods().inNamespace(bench.plan().namespace()).withName(name).require();
    Pod waiting =
        new PodBuilder(pod)
            .editStatus()
            .addNewContainerStatus()
            .withName("server")
            .withRestartCount(0)
            .withNewState()
            .withNewWaiting()
            .withReason("ImagePullBackOff")
            .withMessage("no such image")
            .endWaiting()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    cluster.admin().resource(waiting).updateStatus();
  }

  private void push(String image) {
    Deployment pushed = bench.stable();
    pushed.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage(image);
    cluster.admin().resource(pushed).update();
  }
}
