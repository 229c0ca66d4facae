package io.fleetcanary.lab.bench.stand;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Calls every scheduled pod ready at once, and lets every deleted one go at once. Runs nothing. */
final class LightKubelet implements AutoCloseable, ResourceEventHandler<Pod> {
  private final KubernetesClient client;
  private final String range;
  private final AtomicInteger addresses = new AtomicInteger();
  private final Set<String> handled = ConcurrentHashMap.newKeySet();
  private final SharedIndexInformer<Pod> pods;

  private LightKubelet(KubernetesClient client, String range) {
    this.client = client;
    this.range = range;
    this.pods = client.pods().inAnyNamespace().runnableInformer(0);
  }

  /**
   * Starts one for all nodes.
   *
   * @param range the first two numbers of the pods' addresses, e.g. {@code 10.240}
   */
  static LightKubelet start(KubernetesClient client, String range) {
    LightKubelet kubelet = new LightKubelet(client, range);
    kubelet.pods.addEventHandler(kubelet);
    kubelet.pods.run();
    return kubelet;
  }

  @Override
  public void onAdd(Pod pod) {
    see(pod);
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {
    see(pod);
  }

  @Override
  public void onDelete(Pod pod, boolean finalStateUnknown) {
    handled.remove("run " + pod.getMetadata().getUid());
    handled.remove("end " + pod.getMetadata().getUid());
  }

  @Override
  public void close() {
    pods.close();
  }

  private void see(Pod pod) {
    ObjectMeta meta = pod.getMetadata();
    if (meta.getDeletionTimestamp() != null) {
      once("end " + meta.getUid(), () -> remove(meta));
    } else if (pod.getSpec().getNodeName() != null) {
      once("run " + meta.getUid(), () -> run(pod));
    }
  }

  /** What fails is done again at the pod's next change. */
  private void once(String what, Runnable work) {
    if (handled.add(what)) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  work.run();
                } catch (KubernetesClientException changedMeanwhile) {
                  handled.remove(what);
                }
              });
    }
  }

  private void remove(ObjectMeta meta) {
    String path = "/api/v1/namespaces/" + meta.getNamespace() + "/pods/" + meta.getName();
    client.raw(path, "DELETE", Map.of("gracePeriodSeconds", 0));
  }

  private void run(Pod pod) {
    int number = addresses.incrementAndGet();
    String ip = range + "." + number / 250 % 250 + "." + (1 + number % 250);
    String patch =
        Serialization.asJson(
            List.of(Map.of("op", "add", "path", "/status", "value", status(pod, ip))));
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON), patch);
  }

  private static Map<String, Object> status(Pod pod, String ip) {
    String now = Instant.now().toString();
    List<Map<String, Object>> conditions =
        Stream.of("PodScheduled", "Initialized", "ContainersReady", "Ready")
            .<Map<String, Object>>map(
                type -> Map.of("type", type, "status", "True", "lastTransitionTime", now))
            .toList();
    Map<String, Object> container =
        Map.of(
            "name", pod.getSpec().getContainers().getFirst().getName(),
            "image", pod.getSpec().getContainers().getFirst().getImage(),
            "imageID", pod.getSpec().getContainers().getFirst().getImage(),
            "ready", true,
            "started", true,
            "restartCount", 0,
            "state", Map.of("running", Map.of("startedAt", now)));
    return Map.of(
        "phase",
        "Running",
        "podIP",
        ip,
        "podIPs",
        List.of(Map.of("ip", ip)),
        "startTime",
        now,
        "conditions",
        conditions,
        "containerStatuses",
        List.of(container));
  }
}
