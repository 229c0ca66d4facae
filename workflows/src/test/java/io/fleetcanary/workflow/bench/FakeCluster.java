package io.fleetcanary.workflow.bench;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.Progress;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * One scripted cluster. Calls succeed at once, watches pass, guards run until they are interrupted;
 * a script says what the next calls of a name do instead.
 */
public final class FakeCluster {
  public static final Watched PASS = watched(Verdict.PASS, "all good", FailureClass.LOCAL);

  private final String name;
  private final AuditTrail trail;
  private final TestTime time;
  private final Map<String, Deque<Script>> scripts = Collections.synchronizedMap(new TreeMap<>());
  private final AtomicReference<Watched> alarm = new AtomicReference<>();
  private final List<Instant> begins = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger inFlight = new AtomicInteger();

  FakeCluster(String name, AuditTrail trail, TestTime time) {
    this.name = name;
    this.trail = trail;
    this.time = time;
  }

  /** A bad canary, with its reason. */
  public static Watched fail(String reason) {
    return watched(Verdict.FAIL, reason, FailureClass.EVIDENCE);
  }

  /** Not enough evidence, with what is missing. */
  public static Watched inconclusive(String reason) {
    return watched(Verdict.INCONCLUSIVE, reason, FailureClass.LOCAL);
  }

  /** This cluster's own trouble. */
  public static Progress stopped(String reason) {
    return new Progress.Stopped(FailureClass.LOCAL, reason, true);
  }

  static Watched watched(Verdict verdict, String reason, FailureClass because) {
    return new Watched(
        verdict,
        reason,
        because,
        List.of(new Finding("errors", verdict, reason, 3104)),
        new ShareSeen(155, 3104));
  }

  /** The next calls of this name return these values. */
  public FakeCluster returns(String call, Object... values) {
    for (Object value : values) {
      script(call, new Script.Returns(value));
    }
    return this;
  }

  /** The next calls of this name throw. */
  public FakeCluster fails(String call, RuntimeException failure, int times) {
    for (int i = 0; i < times; i++) {
      script(call, new Script.Throws(failure));
    }
    return this;
  }

  /** The next call of this name takes its time; run the result to see it go on. */
  public Runnable blocks(String call) {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    script(call, new Script.Blocks(() -> open.getCount() == 0, gone::countDown));
    return () -> {
      open.countDown();
      await(gone);
    };
  }

  /** Makes the running guard see this, and returns when it has. */
  public void alarm(Watched seen) {
    alarm.set(seen);
    while (alarm.get() != null) {
      pause();
    }
  }

  /** Since when each watch counted its evidence, guards left out. */
  public List<Instant> begins() {
    return List.copyOf(begins);
  }

  /** How many calls are in flight that take their time. */
  public int inFlight() {
    return inFlight.get();
  }

  <T> T call(String call, T usual) {
    trail.add(name + " " + call);
    return perform(call, usual);
  }

  /**
   * A last call: the run closes right after it, so it waits until the server has heard of the end
   * of interrupted calls. Of one that ends later it would never hear, and no time would be skipped.
   */
  <T> T lastCall(String call, T usual) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    while (inFlight() > 0 || Interrupted.of(activity).goOn()) {
      pause();
    }
    return call(call, usual);
  }

  Watched watch(String call, Instant begin) {
    begins.add(begin);
    Watched seen = call(call, PASS);
    if (seen.verdict() != Verdict.PASS) {
      trail.add(name + " " + call + ": " + seen.verdict());
    }
    return seen;
  }

  Watched guard(String call) {
    trail.add(name + " " + call);
    waitFor(() -> alarm.get() != null);
    Watched seen = alarm.getAndSet(null);
    trail.add(name + " " + call + ": " + seen.verdict());
    return seen;
  }

  private void script(String call, Script next) {
    scripts.computeIfAbsent(call, any -> new ArrayDeque<>()).add(next);
  }

  @SuppressWarnings("unchecked")
  private <T> T perform(String call, T usual) {
    Deque<Script> script = scripts.getOrDefault(call, new ArrayDeque<>());
    return switch (script.poll()) {
      case null -> usual;
      case Script.Returns returns -> (T) returns.value();
      case Script.Throws failing -> throw failing.failure();
      case Script.Blocks blocks -> {
        waitFor(blocks.until());
        blocks.gone().run();
        yield usual;
      }
    };
  }

  /** Waits while time may be skipped; ends with an exception when the workflow interrupts it. */
  private void waitFor(BooleanSupplier over) {
    ActivityExecutionContext activity = Activity.getExecutionContext();
    inFlight.incrementAndGet();
    time.release();
    try {
      while (!over.getAsBoolean()) {
        activity.heartbeat(null);
        pause();
      }
    } finally {
      time.hold();
      inFlight.decrementAndGet();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }

  /** Not a spin: virtual threads that spin keep the others from running. */
  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }
}
