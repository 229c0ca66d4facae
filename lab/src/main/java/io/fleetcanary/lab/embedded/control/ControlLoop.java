package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.lab.embedded.api.MockApi;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets controllers look at their cluster after every change, one after the other on one thread, so
 * that none of them sees its own writes late.
 */
public final class ControlLoop implements AutoCloseable {
  /** Changes that come together are looked at together. */
  private static final Duration GATHER = Duration.ofMillis(5);

  /** While a deployment moves, things become true by time alone: available, overdue. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private static final Duration NOTHING_MOVES = Duration.ofMinutes(1);

  private static final Duration AFTER_CONFLICT = Duration.ofMillis(20);

  private final Semaphore changes = new Semaphore(0);
  private final Thread thread;

  private ControlLoop(MockApi api, List<Controller> controllers) {
    this.thread = Thread.ofVirtual().name("control-loop").unstarted(() -> run(api, controllers));
  }

  /** Starts to look, and goes on until it is closed. */
  public static ControlLoop start(MockApi api, List<Controller> controllers) {
    ControlLoop loop = new ControlLoop(api, List.copyOf(controllers));
    api.onChange(loop::changed);
    loop.thread.start();
    return loop;
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
  }

  private void changed() {
    changes.release();
  }

  private void run(MockApi api, List<Controller> controllers) {
    try {
      while (true) {
        Snapshot seen = Snapshot.of(api);
        if (!reconcileAll(seen, controllers)) {
          Thread.sleep(AFTER_CONFLICT); // whoever was faster may still be writing
          changed();
        }
        await(seen.settled() ? NOTHING_MOVES : LOOK_AGAIN);
        api.forgetRequests();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(Duration atMost) throws InterruptedException {
    if (changes.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      Thread.sleep(GATHER); // one look for a burst of changes
      changes.drainPermits();
    }
  }

  /** False when one of them must look again. */
  private static boolean reconcileAll(Snapshot seen, List<Controller> controllers) {
    boolean done = true;
    for (Controller controller : controllers) {
      try {
        controller.reconcile(seen);
      } catch (KubernetesClientException moved) {
        done = false;
      }
    }
    return done;
  }
}
