package io.fleetcanary.activity.analysis;

import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.status.FailureClass;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A cluster whose pods a test sets; its log says when the brake was pulled. */
final class FakeCluster implements WatchedCluster {
  static final List<Pod> CANARY = List.of(new Pod("chat-canary-1", true));
  static final List<Pod> STABLE = List.of(new Pod("chat-1", true), new Pod("chat-2", true));

  private final List<String> log = new CopyOnWriteArrayList<>();
  private final AtomicInteger brakesToFail = new AtomicInteger();
  private final AtomicInteger resizesToFail = new AtomicInteger();
  private final AtomicInteger looks = new AtomicInteger();
  private final CountDownLatch looked = new CountDownLatch(1);
  private final CountDownLatch frozen = new CountDownLatch(1);
  private volatile Arms arms = new Arms(CANARY, STABLE, Optional.empty());
  private volatile Size size = Size.UNKNOWN;
  private volatile Optional<Trouble> foreign = Optional.empty();
  private volatile Runnable beforeLook = () -> {};
  private final BlockingQueue<Listener> listeners = new LinkedBlockingQueue<>();
  private volatile boolean tells;

  @Override
  public Arms look(ClusterPlan plan) {
    beforeLook.run();
    looked.countDown();
    looks.incrementAndGet();
    return new Arms(arms.canary(), arms.stable(), arms.trouble(), arms.promotion(), size);
  }

  @Override
  public Optional<Trouble> foreign(ClusterPlan plan) {
    return foreign;
  }

  @Override
  public Optional<Runnable> follow(ClusterPlan plan, Listener listener) {
    if (tells) {
      listeners.add(listener);
    }
    return tells ? Optional.of(() -> log.add("not followed any more")) : Optional.empty();
  }

  /** Lets itself be followed. */
  void tells() {
    tells = true;
  }

  void tellsNothing() {
    tells = false;
  }

  /** Whoever follows it. */
  Listener listener() throws InterruptedException {
    return listeners.take();
  }

  int looks() {
    return looks.get();
  }

  void wasChanged(String what) {
    foreign = Optional.of(new Trouble(FailureClass.LOCAL, what));
  }

  @Override
  public void brake(ClusterPlan plan) {
    if (brakesToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      log.add("brake failed");
      throw new IllegalStateException("api server restarts");
    }
    log.add("brake");
  }

  @Override
  public void resize(Resizing resizing) {
    if (resizesToFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      log.add("resize failed");
      throw new IllegalStateException("api server restarts");
    }
    log.add("canary gets " + resizing.pods());
    size = new Size(size.stable(), resizing.pods());
  }

  List<String> log() {
    return log;
  }

  void has(List<Pod> canary, List<Pod> stable) {
    arms = new Arms(canary, stable, Optional.empty());
  }

  void asksFor(int stable, int canary) {
    size = new Size(stable, canary);
  }

  void hasTrouble(FailureClass because, String reason) {
    arms = new Arms(CANARY, STABLE, Optional.of(new Trouble(because, reason)));
  }

  void isPromoted() {
    isPromoted(STABLE, Promotion.DONE);
  }

  /** Stable's template carries the new revision; these are its pods and the canary's. */
  void isPromoted(List<Pod> pods, Promotion promotion) {
    arms = new Arms(pods, List.of(), Optional.empty(), promotion, size);
    size = new Size(STABLE.size(), CANARY.size());
  }

  void failsToBrake(int times) {
    brakesToFail.set(times);
  }

  void failsToResize(int times) {
    resizesToFail.set(times);
  }

  void cannotBeSeen() {
    beforeLook =
        () -> {
          throw new IllegalStateException("connection refused\nmore");
        };
  }

  /** The first look succeeds, later ones never end. */
  void freezesAfterTheFirstLook() {
    beforeLook =
        () -> {
          if (looked.getCount() == 0) {
            frozen.countDown();
            sleepForEver();
          }
        };
  }

  /** The first look finds stable settled, later ones with more pods. */
  void growsAfterTheFirstLook(List<Pod> pods) {
    beforeLook =
        () -> {
          if (looked.getCount() == 0) {
            isPromoted(pods, Promotion.BEGUN);
          }
        };
  }

  /** Before every second look this happens. */
  void everySecondLook(Runnable event) {
    AtomicInteger looks = new AtomicInteger();
    beforeLook =
        () -> {
          if (looks.getAndIncrement() % 2 == 1) {
            event.run();
          }
        };
  }

  void awaitFrozen() throws InterruptedException {
    frozen.await();
  }

  private static void sleepForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
