package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A canary that takes its time to load its model, and the limit it has for that. */
class ReadyWithinTest {
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private Bench bench;
  private Duration within;

  @BeforeEach
  void start(TestInfo test) {
    bench = Bench.in(cluster, test);
    within = bench.plan().rules().readyWithin();
    bench.workloads.claim(bench.plan());
    bench.workloads.scaleCanary(new CanaryScale(bench.plan(), 1, Bench.FIVE));
    ready("False");
  }

  @Test
  @DisplayName("S84: it is waited for in the last minute of its limit")
  void isWaitedForInItsLastMinute() {
    Instant since = Instant.now().minus(within).plusSeconds(60);

    assertThat(scale(since, () -> ready("True"))).isEqualTo(new Progress.Done());
  }

  @Test
  @DisplayName("S84: a minute after its limit it is called late")
  void isLateAMinuteAfterItsLimit() {
    Instant since = Instant.now().minus(within).minusSeconds(60);

    assertThat(scale(since, () -> {}))
        .isInstanceOfSatisfying(
            Progress.Stopped.class,
            stopped -> {
              assertThat(stopped.because()).isEqualTo(FailureClass.EVIDENCE);
              assertThat(stopped.reason())
                  .startsWith("canary pods must be ready within 2700 s, got 0 of 1");
            });
  }

  @Test
  @DisplayName("S84: what was asked for before is not waited for anew")
  void isLateWhereItWasAskedForBefore() {
    Instant asked = Instant.now().minus(within).minusSeconds(60);
    Pulse pulse = new Pulse(() -> "run-a", Optional::empty, beat -> {});

    assertThat(
            new KubernetesWorkloads(cluster.clusters(), pulse)
                .scaleCanary(new CanaryScale(bench.plan(), 1, Bench.FIVE, Optional.of(asked))))
        .isInstanceOf(Progress.Stopped.class);
  }

  /** Taken up by an attempt whose predecessor has waited since then. */
  private Progress scale(Instant since, Runnable meanwhile) {
    Pulse pulse = new Pulse(() -> "run-a", () -> Optional.of(since), beat -> meanwhile.run());
    return new KubernetesWorkloads(cluster.clusters(), pulse)
        .scaleCanary(new CanaryScale(bench.plan(), 1, Bench.FIVE));
  }

  private void ready(String status) {
    Pod pod =
        cluster
            .admin()
            .pods()
            .inNamespace(bench.plan().namespace())
            .withName("chat-canary-0")
            .require();
    pod.getStatus().getConditions().getFirst().setStatus(status);
    cluster.admin().resource(pod).updateStatus();
  }
}
