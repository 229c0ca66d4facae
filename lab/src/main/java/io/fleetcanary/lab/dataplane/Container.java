package io.fleetcanary.lab.dataplane;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.dataplane.PodCondition.Termination;
import io.fleetcanary.lab.dataplane.PodCondition.Waiting;
import io.fleetcanary.lab.dataplane.http.HttpPool;
import io.fleetcanary.lab.dataplane.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The container of a pod, whose fate is looked up again and again, so that a change acts at once.
 *
 * <pre>
 * pulling ──▶ loading (cold start) ──▶ serving, ready as its own probe says
 *    ▲            ▲                       │
 *    └ no image   └── back-off ◀── crash, out of memory
 * </pre>
 */
final class Container {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration PROBE_EVERY = Duration.ofSeconds(1);
  private static final Duration PROBE_ANSWERS_WITHIN = Duration.ofSeconds(1);

  /** As kubelets do unless told otherwise: one late answer takes no pod out of service. */
  private static final int SILENT_AT_MOST = 3;

  private static final Duration BACK_OFF = Duration.ofSeconds(2);
  private static final Duration MEMORY_LASTS = Duration.ofSeconds(3);

  private final PodLife life;
  private final InetSocketAddress address;
  private volatile @Nullable ModelServer server;
  private int restarts;
  private Optional<Termination> lastEnd = Optional.empty();
  private boolean warm;

  Container(PodLife life, InetSocketAddress address) {
    this.life = life;
    this.address = address;
  }

  /** Where it listens, while it does. */
  Optional<URI> uri() {
    return Optional.ofNullable(server).map(ModelServer::uri);
  }

  /** Goes on where an earlier kubelet stopped: one that was ready starts without loading again. */
  void resume(Pod pod) {
    List<ContainerStatus> seen =
        pod.getStatus() == null ? List.of() : pod.getStatus().getContainerStatuses();
    if (!seen.isEmpty()) {
      restarts = Optional.ofNullable(seen.getFirst().getRestartCount()).orElse(0);
      warm = Boolean.TRUE.equals(seen.getFirst().getReady());
    }
  }

  /** Runs it until it ends or the pod is to end; waits before it may run again. */
  void runOnce() throws InterruptedException {
    if (!warm && !(pull() && load())) {
      return;
    }
    warm = false;
    Optional<Termination> end = serve();
    if (end.isPresent()) {
      kill();
      backOff(end.get());
    }
  }

  /** Says to probes that it is not ready any more, and serves on. */
  void retire() {
    Optional.ofNullable(server).ifPresent(ModelServer::retire);
  }

  /** Finishes its answers and stops. */
  void finish() {
    Optional.ofNullable(server).ifPresent(ModelServer::close);
    server = null;
  }

  /** Stops in the middle of its answers. */
  void kill() {
    Optional.ofNullable(server).ifPresent(ModelServer::kill);
    server = null;
  }

  private boolean pull() throws InterruptedException {
    while (life.alive() && life.behaviour().fate() == Fate.IMAGE_PULL_FAILURE) {
      String message = "Back-off pulling image \"" + life.image() + "\": not found";
      life.tell(PodCondition.waits(new Waiting("ImagePullBackOff", message), restarts, lastEnd));
      life.pause(TICK);
    }
    return life.alive();
  }

  /** Waits for the cold start, as long as it is by then. */
  private boolean load() throws InterruptedException {
    long began = System.nanoTime();
    while (life.alive()) {
      life.tell(PodCondition.runs(false, restarts, lastEnd));
      Duration left = life.behaviour().coldStart().minusNanos(System.nanoTime() - began);
      if (!left.isPositive()) {
        return true;
      }
      life.pause(left.compareTo(TICK) < 0 ? left : TICK);
    }
    return false;
  }

  /** Serves; the result is how it ended by itself, or nothing when the pod is to end. */
  private Optional<Termination> serve() throws InterruptedException {
    if (life.behaviour().fate() == Fate.CRASH_LOOP) {
      return Optional.of(Termination.ERROR);
    }
    try {
      String pod = life.pod().getMetadata().getName();
      server = ModelServer.start(pod, life.image(), life::behaviour, address);
    } catch (UncheckedIOException addressInUse) {
      return Optional.of(Termination.ERROR);
    }
    return new Serving().untilTheEnd();
  }

  private void backOff(Termination end) throws InterruptedException {
    restarts++;
    lastEnd = Optional.of(end);
    String message =
        "back-off %ds restarting failed container of pod %s"
            .formatted(BACK_OFF.toSeconds(), life.pod().getMetadata().getName());
    long began = System.nanoTime();
    while (life.alive() && System.nanoTime() - began < BACK_OFF.toNanos()) {
      life.tell(PodCondition.waits(new Waiting("CrashLoopBackOff", message), restarts, lastEnd));
      life.pause(TICK);
    }
  }

  /** One stretch of serving, with its probe and its memory. */
  private final class Serving {
    private Fate fate = life.behaviour().fate();
    private long fateSince = System.nanoTime();
    private long probed = fateSince - PROBE_EVERY.toNanos();
    private long readySince;
    private boolean ready;
    private int silent;

    Optional<Termination> untilTheEnd() throws InterruptedException {
      try (HttpPool probe = new HttpPool(PROBE_ANSWERS_WITHIN)) {
        while (life.alive()) {
          notice(probe);
          life.tell(PodCondition.runs(ready, restarts, lastEnd));
          if (fate == Fate.CRASH_LOOP) {
            return Optional.of(Termination.ERROR);
          }
          if (fate == Fate.OUT_OF_MEMORY && ready && memoryIsFull()) {
            return Optional.of(Termination.OUT_OF_MEMORY);
          }
          life.pause(TICK);
        }
      }
      return Optional.empty();
    }

    private void notice(HttpPool probe) {
      long now = System.nanoTime();
      boolean changed = fate != life.behaviour().fate();
      if (changed) {
        fate = life.behaviour().fate();
        fateSince = now;
      }
      if (changed || !ready || now - probed >= PROBE_EVERY.toNanos()) {
        boolean was = ready;
        ready = answers(probe);
        readySince = was ? readySince : now;
        probed = now;
      }
    }

    private boolean memoryIsFull() {
      return System.nanoTime() - Math.max(fateSince, readySince) >= MEMORY_LASTS.toNanos();
    }

    private boolean answers(HttpPool probe) {
      ModelServer asked = server;
      if (asked == null) {
        return false;
      }
      try {
        int status = probe.send(asked.address(), Request.get("/readyz")).status();
        silent = 0;
        return status == 200;
      } catch (IOException noAnswer) {
        silent++;
        return ready && silent < SILENT_AT_MOST;
      }
    }
  }
}
