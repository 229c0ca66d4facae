package io.fleetcanary.activity.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fleetcanary.activity.analysis.WatchedCluster.Arms;
import io.fleetcanary.activity.analysis.WatchedCluster.Readiness;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PodReadinessTest {
  private final MockCluster cluster = new MockCluster();

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void saysWhenTheModelServerStartedAndSinceWhenAPodIsReady() {
    Pod ready =
        new PodBuilder(Chat.canaryPod("chat-canary-1"))
            .editStatus()
            .withConditions(ready("True", "2026-11-25T12:03:30Z"))
            .withContainerStatuses(
                sidecarSince("2026-11-25T12:07:00Z"), Statuses.runningSince("2026-11-25T12:01:00Z"))
            .endStatus()
            .build();
    Pod unready =
        new PodBuilder(Chat.canaryPod("chat-canary-2"))
            .editStatus()
            .withConditions(ready("False", "2026-11-25T12:03:30Z"))
            .withContainerStatuses(Statuses.runningSince("2026-11-25T12:00:00Z"))
            .endStatus()
            .build();
    cluster.with(Chat.deployment(), Chat.canary(), ready, unready);

    Arms arms = look();

    assertThat(arms.canary().getFirst().readiness())
        .contains(
            new Readiness(
                Instant.parse("2026-11-25T12:01:00Z"), Instant.parse("2026-11-25T12:03:30Z")));
    assertThat(arms.canary().getLast().readiness()).isEmpty();
  }

  @Test
  void takesAPodWhoseContainersNobodyReportsForStartedWithThePod() {
    Pod pod =
        new PodBuilder(Chat.canaryPod("chat-canary-1"))
            .editStatus()
            .withStartTime("2026-11-25T12:00:00Z")
            .withConditions(ready("True", "2026-11-25T12:03:30Z"))
            .withContainerStatuses(sidecarSince("2026-11-25T12:07:00Z"))
            .endStatus()
            .build();
    cluster.with(Chat.deployment(), Chat.canary(), pod);

    assertThat(look().canary().getFirst().readiness())
        .contains(
            new Readiness(
                Instant.parse("2026-11-25T12:00:00Z"), Instant.parse("2026-11-25T12:03:30Z")));
  }

  /** A proxy, or what ships logs: started anew, it leaves the model as warm as it was. */
  private static ContainerStatus sidecarSince(String startedAt) {
    return new ContainerStatusBuilder(Statuses.runningSince(startedAt))
        .withName("istio-proxy")
        .build();
  }

  private static PodCondition ready(String status, String since) {
    return new PodConditionBuilder()
        .withType("Ready")
        .withStatus(status)
        .withLastTransitionTime(since)
        .build();
  }

  private Arms look() {
    return Pods.look(cluster.client(), Chat.plan());
  }
}
