package io.fleetcanary.lab.dataplane;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** Nodes with GPUs, as a scheduler sees them. */
public final class Nodes {
  /** The resource that pods ask for. */
  public static final String GPU = "nvidia.com/gpu";

  private Nodes() {}

  /** Creates ready nodes {@code gpu-1}, {@code gpu-2}, … of {@code gpus} GPUs each. */
  public static void create(KubernetesClient client, int count, int gpus) {
    for (int i = 1; i <= count; i++) {
      create(client, "gpu-" + i, gpus);
    }
  }

  /** Creates a ready node; its label {@code kubernetes.io/hostname} is its name. */
  public static void create(KubernetesClient client, String name, int gpus) {
    Node node = node(name, gpus);
    client.nodes().resource(node).create();
    client
        .nodes()
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON),
            Serialization.asJson(
                List.of(Map.of("op", "add", "path", "/status", "value", node.getStatus()))));
  }

  /** Some of its GPUs break, or more come. */
  public static void setGpus(KubernetesClient client, String name, int gpus) {
    String path = "/status/allocatable/" + GPU.replace("/", "~1");
    client
        .nodes()
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON),
            Serialization.asJson(
                List.of(Map.of("op", "replace", "path", path, "value", String.valueOf(gpus)))));
  }

  private static Node node(String name, int gpus) {
    Map<String, Quantity> room =
        Map.of(
            "cpu",
            new Quantity("64"),
            "memory",
            new Quantity("512Gi"),
            "pods",
            new Quantity("110"),
            GPU,
            new Quantity(String.valueOf(gpus)));
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("kubernetes.io/hostname", name)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .withCapacity(room)
        .withAllocatable(room)
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withReason("KubeletReady")
        .endCondition()
        .endStatus()
        .build();
  }
}
