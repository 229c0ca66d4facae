package io.fleetcanary.activity.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuotaRoomTest {
  @Test
  void countsPodsThatTheTightestQuotaLeaves() {
    List<ResourceQuota> quotas =
        List.of(
            quota("gpus", "requests.nvidia.com/gpu", "16", "9"), quota("pods", "pods", "20", "3"));

    assertThat(QuotaRoom.of(NodeRoomTest.pod(2), quotas))
        .contains(new Room(3, "ResourceQuota gpus leaves 7 requests.nvidia.com/gpu"));
  }

  @Test
  void isUnlimitedWhereNoQuotaConcernsThePod() {
    assertThat(QuotaRoom.of(NodeRoomTest.pod(2), List.of(quota("s", "services", "1", "1"))))
        .isEmpty();
  }

  @Test
  void leavesOutQuotasThatMayNotApply() {
    ResourceQuota scoped =
        new ResourceQuotaBuilder(quota("gpus", "pods", "1", "1"))
            .editSpec()
            .withScopes("BestEffort")
            .endSpec()
            .build();

    assertThat(QuotaRoom.of(NodeRoomTest.pod(2), List.of(scoped))).isEmpty();
  }

  private static ResourceQuota quota(String name, String of, String hard, String used) {
    return new ResourceQuotaBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .withHard(Map.of(of, new Quantity(hard)))
        .withUsed(Map.of(of, new Quantity(used)))
        .endStatus()
        .build();
  }
}
