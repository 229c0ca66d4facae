package io.fleetcanary.activity.workload;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;

/** What a kubelet says of the container {@code server}. */
final class Statuses {
  private Statuses() {}

  static ContainerStatus waiting(String reason, String message) {
    return new ContainerStatusBuilder()
        .withName("server")
        .withNewState()
        .withNewWaiting()
        .withReason(reason)
        .withMessage(message)
        .endWaiting()
        .endState()
        .build();
  }

  static ContainerStatus running() {
    return new ContainerStatusBuilder()
        .withName("server")
        .withNewState()
        .withNewRunning()
        .endRunning()
        .endState()
        .build();
  }

  static ContainerStatus runningSince(String startedAt) {
    return new ContainerStatusBuilder()
        .withName("server")
        .withNewState()
        .withNewRunning(startedAt)
        .endState()
        .build();
  }

  /** The same container after one that ended like this. */
  static ContainerStatus after(ContainerStatus now, String reason, int exitCode) {
    return new ContainerStatusBuilder(now)
        .withRestartCount(1)
        .withNewLastState()
        .withNewTerminated()
        .withReason(reason)
        .withExitCode(exitCode)
        .endTerminated()
        .endLastState()
        .build();
  }
}
