package io.fleetcanary.activity.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.activity.analysis.WatchedCluster.Arms;
import io.fleetcanary.activity.analysis.WatchedCluster.Promotion;
import io.fleetcanary.activity.analysis.WatchedCluster.Size;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.core.status.FailureClass;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PodsTest {
  private final MockCluster cluster = new MockCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void tellsTheArmsApartByDeployment() {
    cluster.with(Chat.deployment(), Chat.canary(), Chat.pod("chat-1", "old"));
    cluster.with(Chat.pod("chat-2", "old"), Chat.canaryPod("chat-canary-1"));

    Arms arms = look();

    assertThat(names(arms.canary())).containsExactly("chat-canary-1");
    assertThat(names(arms.stable())).containsExactly("chat-1", "chat-2");
    assertThat(arms.trouble()).isEmpty();
    assertThat(arms.promotion()).isEqualTo(Promotion.NONE);
    assertThat(starting()).isEqualTo(new Pods.Starting(Optional.empty(), 1));
  }

  @Test
  @DisplayName("S48: a canary is not ready because stable's pods run its revision already")
  void countsNoPodOfStableAsReadyForTheCanary() {
    cluster.with(promoting(2, 2), Chat.replicaSet("new", Chat.NEW), Chat.canary());
    cluster.with(Chat.pod("chat-1", "new"), Chat.pod("chat-2", "new"));

    assertThat(names(look().canary())).containsExactly("chat-1", "chat-2");
    assertThat(starting()).isEqualTo(new Pods.Starting(Optional.empty(), 0));
    cluster.with(Chat.canaryPod("chat-canary-1"));
    assertThat(starting()).isEqualTo(new Pods.Starting(Optional.empty(), 1));
  }

  @Test
  void needsFourReadsWhileStableRunsOneRevision() {
    cluster.with(Chat.deployment(), Chat.canary(), Chat.pod("chat-1", "old"));
    int before = cluster.requests().size();

    look();

    assertThat(cluster.requests().subList(before, cluster.requests().size()))
        .hasSize(4)
        .allMatch(request -> request.startsWith("GET "));
  }

  @Test
  void countsStablesNewPodsAsCanaryWhilePromoting() {
    cluster.with(promoting(3, 1), Chat.canary(), Chat.canaryPod("chat-canary-1"));
    cluster.with(Chat.replicaSet("old", Chat.OLD), Chat.replicaSet("new", Chat.NEW));
    cluster.with(Chat.pod("chat-1", "old"), Chat.pod("chat-2", "old"), Chat.pod("chat-3", "new"));

    Arms arms = look();

    assertThat(names(arms.canary())).containsExactly("chat-canary-1", "chat-3");
    assertThat(names(arms.stable())).containsExactly("chat-1", "chat-2");
    assertThat(arms.promoted()).isFalse();
  }

  @Test
  void ignoresReplicaSetsOfOthersThatSelectTheSamePods() {
    var foreign = Chat.replicaSet("old", Chat.NEW);
    foreign.getMetadata().getOwnerReferences().getFirst().setName("chat-batch");
    cluster.with(promoting(2, 0), foreign, Chat.pod("chat-1", "old"));

    assertThat(names(look().stable())).containsExactly("chat-1");
  }

  @Test
  void countsNewPodsAsCanaryWhileStableIsBeingRestored() {
    cluster.with(Chat.deployment(), Chat.replicaSet("old", Chat.OLD));
    cluster.with(Chat.replicaSet("new", Chat.NEW), Chat.pod("chat-1", "old"));
    cluster.with(Chat.pod("chat-2", "new"));

    Arms arms = look();

    assertThat(names(arms.canary())).containsExactly("chat-2");
    assertThat(names(arms.stable())).containsExactly("chat-1");
  }

  @Test
  void isPromotedWhenAllPodsAreNewAndReady() {
    cluster.with(promoting(2, 2), Chat.replicaSet("new", Chat.NEW));
    cluster.with(Chat.pod("chat-1", "new"), Chat.pod("chat-2", "new"));

    assertThat(look().promoted()).isTrue();
  }

  @Test
  void isNotPromotedWhileAnOldPodServes() {
    cluster.with(promoting(2, 2), Chat.replicaSet("old", Chat.OLD));
    cluster.with(Chat.replicaSet("new", Chat.NEW), Chat.pod("chat-0", "old"));
    cluster.with(Chat.pod("chat-1", "new"), Chat.pod("chat-2", "new"));

    assertThat(look().promoted()).isFalse();
    assertThat(look().promotion()).isEqualTo(Promotion.BEGUN);
  }

  @DisplayName("F13: what was read is old")
  @Test
  void isNotPromotedBeforeTheControllerHasSeenTheRevision() {
    Deployment stale = promoting(2, 2);
    stale.getStatus().setObservedGeneration(0L);
    cluster.with(stale, Chat.replicaSet("new", Chat.NEW));

    assertThat(look().promoted()).isFalse();
  }

  @Test
  void isNotPromotedWhenSomebodyScaledStableToNothing() {
    Deployment empty = promoting(0, 0);
    empty.getSpec().setReplicas(0);
    cluster.with(empty);

    assertThat(look().promoted()).isFalse();
  }

  @Test
  void countsTerminatingPodsInTheirArmButNotAsReady() {
    Pod leaving =
        new PodBuilder(Chat.canaryPod("chat-canary-1"))
            .editMetadata()
            .withFinalizers("example.com/drain")
            .endMetadata()
            .build();
    cluster.with(Chat.deployment(), Chat.canary(), leaving).delete(leaving);

    Arms arms = look();

    assertThat(names(arms.canary())).containsExactly("chat-canary-1");
    assertThat(starting().ready()).isZero();
  }

  @Test
  void reportsTheTroubleOfNewStablePodsToo() {
    Pod crashing = Chat.pod("chat-3", "new");
    crashing.getStatus().setContainerStatuses(List.of(Statuses.waiting("CrashLoopBackOff", "")));
    cluster.with(promoting(3, 1), Chat.replicaSet("new", Chat.NEW), crashing);

    assertThat(look().trouble())
        .contains(
            new Trouble(FailureClass.EVIDENCE, "pod chat-3, container server: CrashLoopBackOff"));
  }

  @Test
  void doesNotBlameTheCanaryForOldStablePods() {
    Pod crashing = Chat.pod("chat-1", "old");
    crashing.getStatus().setContainerStatuses(List.of(Statuses.waiting("CrashLoopBackOff", "")));
    cluster.with(Chat.deployment(), Chat.canary(), crashing);

    assertThat(look().trouble()).isEmpty();
  }

  @Test
  void reportsAQuotaThatForbidsCanaryPods() {
    Deployment canary =
        new DeploymentBuilder(Chat.canary())
            .withNewStatus()
            .addNewCondition()
            .withType("ReplicaFailure")
            .withStatus("True")
            .withReason("FailedCreate")
            .withMessage("pods \"chat-canary-1\" is forbidden: exceeded quota: gpus")
            .endCondition()
            .endStatus()
            .build();
    cluster.with(Chat.deployment(), canary);

    assertThat(look().trouble())
        .contains(
            new Trouble(
                FailureClass.LOCAL,
                "pods of chat-canary cannot be created:"
                    + " pods \"chat-canary-1\" is forbidden: exceeded quota: gpus"));
  }

  @Test
  void reportsThatStableIsGone() {
    cluster.with(Chat.canary(), Chat.canaryPod("chat-canary-1"));

    Arms arms = look();

    assertThat(names(arms.canary())).containsExactly("chat-canary-1");
    assertThat(arms.trouble())
        .contains(
            new Trouble(FailureClass.LOCAL, "foreign change: Deployment chat: does not exist"));
  }

  private Arms look() {
    return Pods.look(cluster.client(), Chat.plan());
  }

  private Pods.Starting starting() {
    return Pods.starting(cluster.client(), Chat.plan());
  }

  @Test
  void seesHowManyPodsBothAskFor() {
    cluster.with(Chat.deployment(), Chat.canary(), Chat.pod("chat-1", "old"));

    assertThat(look().size()).isEqualTo(new Size(2, Chat.canary().getSpec().getReplicas()));
  }

  @Test
  void knowsNoSizeWhereStableIsGone() {
    cluster.with(Chat.canary());

    assertThat(look().size()).isEqualTo(Size.UNKNOWN);
  }

  private static Deployment promoting(int pods, int updated) {
    return new DeploymentBuilder(Chat.deployment())
        .editSpec()
        .withTemplate(Chat.template(Chat.NEW))
        .endSpec()
        .editStatus()
        .withReplicas(pods)
        .withUpdatedReplicas(updated)
        .withReadyReplicas(pods)
        .withAvailableReplicas(pods)
        .endStatus()
        .build();
  }

  private static List<String> names(
      List<io.fleetcanary.activity.analysis.WatchedCluster.Pod> pods) {
    return pods.stream().map(pod -> pod.name()).toList();
  }
}
