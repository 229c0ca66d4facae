package io.fleetcanary.lab.real;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fleetcanary.lab.dataplane.FakeKubelet;
import io.fleetcanary.lab.dataplane.RunningPod;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.HttpListener;
import io.fleetcanary.workflow.Payloads;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Tells Prometheus which pods there are, by its HTTP service discovery: the Prometheus that
 * distributions ship cannot ask Kubernetes itself.
 */
final class ScrapeTargets implements AutoCloseable {
  private final ConcurrentMap<String, FakeKubelet> kubelets = new ConcurrentHashMap<>();
  private final HttpListener listener =
      HttpListener.onLoopback(request -> Answer.json(200, json()));

  /** From now on includes the pods of this cluster. */
  void add(String cluster, FakeKubelet kubelet) {
    kubelets.put(cluster, kubelet);
  }

  URI uri() {
    return listener.uri();
  }

  @Override
  public void close() {
    listener.close();
  }

  private String json() {
    List<Target> targets = new ArrayList<>();
    kubelets.forEach(
        (cluster, kubelet) ->
            kubelet.running().forEach(pod -> targets.add(Target.of(cluster, pod))));
    try {
      return Payloads.mapper().writeValueAsString(targets);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("targets must be written as JSON", e);
    }
  }

  private record Target(List<String> targets, Map<String, String> labels) {
    static Target of(String cluster, RunningPod pod) {
      return new Target(
          List.of(pod.uri().getAuthority()),
          Map.of("cluster", cluster, "namespace", pod.namespace(), "pod", pod.name()));
    }
  }
}
