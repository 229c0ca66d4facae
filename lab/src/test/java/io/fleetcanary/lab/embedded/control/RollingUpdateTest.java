package io.fleetcanary.lab.embedded.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.lab.embedded.control.RollingUpdate.Group;
import io.fleetcanary.lab.embedded.control.RollingUpdate.Sizes;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollingUpdateTest {
  @Test
  void startsAllPodsOfAFirstReplicaSetAtOnce() {
    assertThat(new RollingUpdate(3, 1, 0).next(new Group(0, 0), List.of()))
        .isEqualTo(new Sizes(3, List.of()));
  }

  @Test
  void growsTheNewestByTheSurgeFirst() {
    assertThat(new RollingUpdate(3, 1, 0).next(new Group(0, 0), List.of(new Group(3, 3))))
        .isEqualTo(new Sizes(1, List.of(3)));
  }

  @Test
  void keepsTheOldUntilTheNewIsAvailable() {
    assertThat(new RollingUpdate(3, 1, 0).next(new Group(1, 0), List.of(new Group(3, 3))))
        .isEqualTo(new Sizes(1, List.of(3)));
    assertThat(new RollingUpdate(3, 1, 0).next(new Group(1, 1), List.of(new Group(3, 3))))
        .isEqualTo(new Sizes(1, List.of(2)));
  }

  @Test
  void makesRoomFirstWithoutSurge() {
    assertThat(new RollingUpdate(3, 0, 1).next(new Group(0, 0), List.of(new Group(3, 3))))
        .isEqualTo(new Sizes(0, List.of(2)));
    assertThat(new RollingUpdate(3, 0, 1).next(new Group(0, 0), List.of(new Group(2, 2))))
        .isEqualTo(new Sizes(1, List.of(2)));
  }

  @Test
  void dropsOldPodsThatAreNotAvailableBeforeOthers() {
    assertThat(
            new RollingUpdate(3, 1, 1)
                .next(new Group(1, 0), List.of(new Group(1, 0), new Group(2, 2))))
        .isEqualTo(new Sizes(1, List.of(0, 2)));
  }

  @Test
  void shrinksWhenFewerPodsAreWanted() {
    assertThat(new RollingUpdate(1, 1, 0).next(new Group(3, 3), List.of()))
        .isEqualTo(new Sizes(1, List.of()));
  }

  @Test
  void roundsSurgeUpAndUnavailableDown() {
    assertThat(RollingUpdate.of(deployment(3, "25%", "25%"))).isEqualTo(new RollingUpdate(3, 1, 0));
    assertThat(RollingUpdate.of(deployment(3, "0%", "25%"))).isEqualTo(new RollingUpdate(3, 0, 1));
    assertThat(RollingUpdate.of(deployment(8, "25%", "25%"))).isEqualTo(new RollingUpdate(8, 2, 2));
  }

  private static Deployment deployment(int replicas, String surge, String unavailable) {
    return new DeploymentBuilder()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewStrategy()
        .withNewRollingUpdate()
        .withMaxSurge(new IntOrString(surge))
        .withMaxUnavailable(new IntOrString(unavailable))
        .endRollingUpdate()
        .endStrategy()
        .endSpec()
        .build();
  }
}
