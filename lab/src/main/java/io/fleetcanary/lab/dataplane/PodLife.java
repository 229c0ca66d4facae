package io.fleetcanary.lab.dataplane;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.lab.Behaviour;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The life of one scheduled pod, on its own virtual thread.
 *
 * <pre>
 * living (see {@link Container}) ──deleted──▶ draining, serves on ──▶ removed
 *    └──────────── gone, or the kubelet stops ──────┴──▶ cut
 * </pre>
 */
final class PodLife implements Runnable {
  private static final Duration RETRY = Duration.ofMillis(200);

  private final PodHost host;
  private final PodReport report;
  private final String ip;
  private final Container container;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;
  private volatile Pod pod;
  private volatile boolean cut;
  private @Nullable PodCondition reported;

  PodLife(PodHost host, Pod pod) {
    this.host = host;
    this.report = new PodReport(host.client());
    this.pod = pod;
    this.ip = ip(pod).orElseGet(host.addresses()::take);
    this.container = new Container(this, host.addresses().bind(ip));
    this.thread = Thread.ofVirtual().name("pod-" + pod.getMetadata().getName()).unstarted(this);
  }

  void begin() {
    thread.start();
  }

  /** The address that a kubelet has given to this pod. */
  static Optional<String> ip(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(status -> status.getPodIP());
  }

  /** Takes notice of a newer version of the pod. */
  void seen(Pod newer) {
    pod = newer;
    news.release();
  }

  /** Ends this life without a trace in the API: the pod is gone, or the kubelet stops. */
  void cut() {
    cut = true;
    thread.interrupt();
  }

  /** Waits until nothing of it runs any more. */
  void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  /** The pod as others may reach it, while its server listens. */
  Optional<RunningPod> running() {
    ObjectMeta meta = pod.getMetadata();
    return container
        .uri()
        .map(
            uri ->
                new RunningPod(meta.getNamespace(), meta.getName(), meta.getUid(), image(), uri));
  }

  @Override
  public void run() {
    try {
      container.resume(pod);
      while (alive()) {
        container.runOnce();
      }
      drain();
      remove();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    } finally {
      container.kill();
      host.addresses().giveBack(ip);
    }
  }

  Pod pod() {
    return pod;
  }

  String image() {
    return pod.getSpec().getContainers().getFirst().getImage();
  }

  /** How it behaves at this moment. */
  Behaviour behaviour() {
    return host.behaviour(image(), pod.getMetadata().getName());
  }

  boolean alive() {
    return !cut && pod.getMetadata().getDeletionTimestamp() == null;
  }

  /** Waits for news of the pod, but not longer than {@code atMost}. */
  void pause(Duration atMost) throws InterruptedException {
    if (news.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      news.drainPermits();
    }
  }

  /** Tells the API server, unless it has been told; what it does not take is told again later. */
  void tell(PodCondition condition) {
    if (condition.equals(reported)) {
      return;
    }
    try {
      report.write(pod, ip, condition);
      reported = condition;
    } catch (KubernetesClientException unreachableOrGone) {
      // the next turn tells it again, or the watch says that the pod is gone
    }
  }

  private void drain() throws InterruptedException {
    container.retire();
    long end = System.nanoTime() + host.drain().toNanos();
    while (!cut && container.uri().isPresent() && System.nanoTime() < end) {
      pause(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
    }
    if (!cut) {
      container.finish();
    }
  }

  /** Really deletes the pod, which only its kubelet may do; goes on until it is gone. */
  private void remove() throws InterruptedException {
    while (!cut && !removed()) {
      pause(RETRY);
    }
  }

  private boolean removed() {
    ObjectMeta meta = pod.getMetadata();
    String path = "/api/v1/namespaces/" + meta.getNamespace() + "/pods/" + meta.getName();
    try {
      host.client()
          .raw(
              path,
              "DELETE",
              Map.of("gracePeriodSeconds", 0, "preconditions", Map.of("uid", meta.getUid())));
      return true;
    } catch (KubernetesClientException refused) {
      return refused.getCode() == HttpURLConnection.HTTP_NOT_FOUND
          || refused.getCode() == HttpURLConnection.HTTP_CONFLICT;
    }
  }
}
