package io.fleetcanary.activity.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeRoomTest {
  private static final String GPU = "nvidia.com/gpu";

  @Test
  void countsPodsThatFitWholeOnANode() {
    List<Node> nodes = List.of(node("a", 8), node("b", 3));
    List<Pod> pods = List.of(placed("a", 4), placed("a", 1));

    assertThat(NodeRoom.of(pod(2), nodes, pods))
        .isEqualTo(new Room(2, "6 nvidia.com/gpu free on 2 suitable nodes"));
  }

  @Test
  void namesWhatIsTightest() {
    Node full = node("a", 8);
    full.getStatus().getAllocatable().put("pods", new Quantity("1"));

    assertThat(NodeRoom.of(pod(1), List.of(full), List.of()))
        .isEqualTo(new Room(1, "1 pods free on 1 suitable nodes"));
  }

  @Test
  void hasNoRoomWhereNoNodeIsSuitable() {
    Node tainted =
        new NodeBuilder(node("a", 8))
            .editSpec()
            .addNewTaint("NoSchedule", "gpu", null, "yes")
            .endSpec()
            .build();
    Node cordoned =
        new NodeBuilder(node("b", 8)).editSpec().withUnschedulable(true).endSpec().build();

    assertThat(NodeRoom.of(pod(1), List.of(tainted, cordoned), List.of()).pods()).isZero();
  }

  @Test
  void takesTaintedNodesThatThePodTolerates() {
    Node tainted =
        new NodeBuilder(node("a", 8))
            .editSpec()
            .addNewTaint("NoSchedule", "gpu", null, "yes")
            .endSpec()
            .build();
    PodSpec tolerant =
        new PodSpecBuilder(pod(4))
            .addNewToleration("NoSchedule", "gpu", "Exists", null, "")
            .build();

    assertThat(NodeRoom.of(tolerant, List.of(tainted), List.of()).pods()).isEqualTo(2);
  }

  @Test
  void takesOnlyNodesWithTheLabelsThePodAsksFor() {
    PodSpec picky = new PodSpecBuilder(pod(1)).addToNodeSelector("gpu", "h100").build();

    assertThat(NodeRoom.of(picky, List.of(node("a", 8)), List.of()).pods()).isZero();
  }

  @Test
  void forgetsPodsThatHaveEnded() {
    Pod ended = placed("a", 8);
    ended.getStatus().setPhase("Succeeded");

    assertThat(NodeRoom.of(pod(4), List.of(node("a", 8)), List.of(ended)).pods()).isEqualTo(2);
  }

  private static Node node(String name, int gpus) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .withAllocatable(Map.of(GPU, new Quantity("" + gpus), "pods", new Quantity("110")))
        .endStatus()
        .build();
  }

  static PodSpec pod(int gpus) {
    return new PodSpecBuilder()
        .addNewContainer()
        .withName("server")
        .withNewResources()
        .addToLimits(GPU, new Quantity("" + gpus))
        .endResources()
        .endContainer()
        .build();
  }

  private static Pod placed(String node, int gpus) {
    return new PodBuilder()
        .withNewMetadata()
        .endMetadata()
        .withSpec(new PodSpecBuilder(pod(gpus)).withNodeName(node).build())
        .withNewStatus()
        .withPhase("Running")
        .endStatus()
        .build();
  }
}
