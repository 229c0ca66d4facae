package io.fleetcanary.activity.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.core.status.FailureClass;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PodTroubleTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String POD = "pod chat-canary-1, container server: ";

  static List<Arguments> containers() {
    return List.of(
        Arguments.of(
            Statuses.waiting("CrashLoopBackOff", "back-off 10s"),
            evidence("CrashLoopBackOff: back-off 10s")),
        Arguments.of(
            Statuses.after(Statuses.waiting("CrashLoopBackOff", ""), "Error", 1),
            evidence("CrashLoopBackOff, exit code 1, 1 restart")),
        Arguments.of(
            Statuses.after(Statuses.waiting("CrashLoopBackOff", ""), "OOMKilled", 137),
            evidence("OOMKilled, exit code 137, 1 restart")),
        Arguments.of(
            Statuses.after(Statuses.running(), "OOMKilled", 137),
            evidence("OOMKilled, exit code 137, 1 restart")),
        Arguments.of(
            Statuses.waiting("RunContainerError", "exec: \"vllm\": not found"),
            evidence("RunContainerError: exec: \"vllm\": not found")),
        Arguments.of(
            restarted(Statuses.after(Statuses.running(), "Error", 139), 2),
            evidence("crashed, exit code 139, 2 restarts")),
        Arguments.of(
            Statuses.waiting("ImagePullBackOff", "Back-off pulling image"),
            local("ImagePullBackOff: Back-off pulling image")),
        Arguments.of(Statuses.waiting("ErrImagePull", "denied"), local("ErrImagePull: denied")),
        Arguments.of(
            Statuses.waiting("CreateContainerConfigError", "secret \"key\" not found"),
            local("CreateContainerConfigError: secret \"key\" not found")));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void namesPodContainerAndWhatKubernetesSays(ContainerStatus status, Trouble trouble) {
    assertThat(PodTrouble.of(List.of(pod(status)), List.of(), NOW)).contains(trouble);
  }

  static List<ContainerStatus> harmless() {
    return List.of(
        Statuses.running(),
        Statuses.waiting("ContainerCreating", ""),
        Statuses.waiting("PodInitializing", ""),
        Statuses.after(Statuses.running(), "Error", 1),
        restarted(Statuses.after(Statuses.running(), "Completed", 0), 3),
        restarted(Statuses.after(Statuses.running(), "ContainerStatusUnknown", 137), 2));
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void leavesHarmlessContainersInPeace(ContainerStatus status) {
    assertThat(PodTrouble.of(List.of(pod(status)), List.of(), NOW)).isEmpty();
  }

  @Test
  void judgesInitContainersToo() {
    Pod pod =
        new PodBuilder(Chat.canaryPod("chat-canary-1"))
            .editStatus()
            .withInitContainerStatuses(
                new ContainerStatusBuilder(Statuses.waiting("CrashLoopBackOff", ""))
                    .withName("download")
                    .build())
            .endStatus()
            .build();

    assertThat(PodTrouble.of(List.of(pod), List.of(), NOW).map(Trouble::reason))
        .contains("pod chat-canary-1, container download: CrashLoopBackOff");
  }

  @Test
  void namesTheCanarysOwnFaultBeforeTheClusters() {
    Pod unpulled = pod(Statuses.waiting("ErrImagePull", ""));
    Pod crashing = pod(Statuses.waiting("CrashLoopBackOff", ""));

    assertThat(PodTrouble.of(List.of(unpulled, crashing), List.of(), NOW).map(Trouble::because))
        .contains(FailureClass.EVIDENCE);
  }

  @Test
  void ignoresPodsOnTheirWayOut() {
    Pod leaving = pod(Statuses.waiting("CrashLoopBackOff", ""));
    leaving.getMetadata().setDeletionTimestamp("2026-11-25T11:59:00Z");

    assertThat(PodTrouble.of(List.of(leaving), List.of(), NOW)).isEmpty();
  }

  @Test
  void reportsAPodThatFindsNoGpu() {
    assertThat(PodTrouble.of(List.of(unschedulable("2026-11-25T11:59:30Z")), List.of(), NOW))
        .contains(
            new Trouble(
                FailureClass.LOCAL,
                "pod chat-canary-1: Unschedulable:"
                    + " 0/3 nodes are available: 3 Insufficient nvidia.com/gpu."));
  }

  @Test
  void givesAGpuThatIsJustBeingFreedTime() {
    assertThat(PodTrouble.of(List.of(unschedulable("2026-11-25T11:59:31Z")), List.of(), NOW))
        .isEmpty();
  }

  @Test
  void waitsForAPodThatIsMakingRoom() {
    Pod leaving = Chat.pod("chat-1", "old");
    leaving.getMetadata().setDeletionTimestamp("2026-11-25T11:59:00Z");

    assertThat(PodTrouble.of(List.of(unschedulable("2026-11-25T11:00:00Z")), List.of(leaving), NOW))
        .isEmpty();
  }

  @Test
  void doesNotReportAPodThatHasBeenPromisedANode() {
    Pod nominated = unschedulable("2026-11-25T11:00:00Z");
    nominated.getStatus().setNominatedNodeName("gpu-7");

    assertThat(PodTrouble.of(List.of(nominated), List.of(), NOW)).isEmpty();
  }

  @DisplayName("F25: an admission webhook refuses, is late, or changes what is written")
  @Test
  void doesNotReportAWebhookThatWillBeAskedAgain() {
    assertThat(PodTrouble.of(failing("failed calling webhook \"policy\": timeout"))).isEmpty();
    assertThat(PodTrouble.of(failing("Pod \"chat\" is invalid: spec.containers"))).isPresent();
  }

  private static Deployment failing(String message) {
    return new DeploymentBuilder(Chat.canary())
        .withNewStatus()
        .addNewCondition()
        .withType("ReplicaFailure")
        .withStatus("True")
        .withMessage(message)
        .endCondition()
        .endStatus()
        .build();
  }

  private static Pod unschedulable(String since) {
    return new PodBuilder(Chat.canaryPod("chat-canary-1"))
        .withNewStatus()
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage("0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")
        .withLastTransitionTime(since)
        .endCondition()
        .endStatus()
        .build();
  }

  private static Pod pod(ContainerStatus status) {
    return new PodBuilder(Chat.canaryPod("chat-canary-1"))
        .editStatus()
        .withContainerStatuses(status)
        .endStatus()
        .build();
  }

  private static ContainerStatus restarted(ContainerStatus status, int times) {
    return new ContainerStatusBuilder(status).withRestartCount(times).build();
  }

  private static Trouble evidence(String reason) {
    return new Trouble(FailureClass.EVIDENCE, POD + reason);
  }

  private static Trouble local(String reason) {
    return new Trouble(FailureClass.LOCAL, POD + reason);
  }
}
