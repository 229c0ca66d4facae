package io.fleetcanary.lab.dataplane;

import io.fleetcanary.lab.dataplane.LoadReport.Outcome;
import io.fleetcanary.lab.dataplane.http.Answer;
import io.fleetcanary.lab.dataplane.http.Headers;
import io.fleetcanary.lab.dataplane.http.HttpPool;
import io.fleetcanary.lab.dataplane.http.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers of a service: requests leave at a fixed rate, whether or not earlier ones were answered,
 * so that a slow service is seen as slow. It stops by itself after its time.
 */
public final class Load implements AutoCloseable {
  private static final int UNANSWERED_AT_MOST = 512;
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final Duration LATE = Duration.ofMillis(100);

  private final InetSocketAddress target;
  private final Request request;
  private final HttpPool pool = new HttpPool(ANSWER_WITHIN);
  private final Semaphore slots = new Semaphore(UNANSWERED_AT_MOST);
  private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();
  private final LongAdder late = new LongAdder();
  private final Thread sender;
  private volatile boolean stopped;

  private Load(URI target, Headers headers, long nanosApart, Duration atMost) {
    this.target = new InetSocketAddress(target.getHost(), target.getPort());
    String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    this.request = new Request("GET", path, headers, new byte[0]);
    this.sender = Thread.ofVirtual().name("load").unstarted(() -> send(nanosApart, atMost));
  }

  /**
   * Sends GET requests until closed, but not longer than {@code atMost}.
   *
   * @param target with host and port
   * @param perSecond above 0
   */
  public static Load start(URI target, double perSecond, Duration atMost) {
    return start(target, Headers.NONE, perSecond, atMost);
  }

  /** The same with these headers in every request. */
  public static Load start(URI target, Headers headers, double perSecond, Duration atMost) {
    long nanosApart = Math.round(TimeUnit.SECONDS.toNanos(1) / perSecond);
    Load load = new Load(target, headers, nanosApart, atMost);
    load.sender.start();
    return load;
  }

  /** What callers have seen so far. */
  public LoadReport report() {
    return new LoadReport(List.copyOf(outcomes), late.sum());
  }

  /** Sends nothing more, waits for the answers that are still to come, and says what was seen. */
  public LoadReport stop() {
    stopped = true;
    LockSupport.unpark(sender);
    return awaitEnd();
  }

  /** Waits until everything was sent and answered, and says what was seen. */
  public LoadReport awaitEnd() {
    try {
      sender.join();
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
    }
    slots.acquireUninterruptibly(UNANSWERED_AT_MOST);
    slots.release(UNANSWERED_AT_MOST);
    return report();
  }

  /** Stops. */
  @Override
  public void close() {
    stop();
    pool.close();
  }

  private void send(long nanosApart, Duration atMost) {
    long began = System.nanoTime();
    long end = began + atMost.toNanos();
    for (long due = began; !stopped && due < end; due += nanosApart) {
      await(due);
      if (System.nanoTime() - due > LATE.toNanos()) {
        late.increment();
      }
      if (slots.tryAcquire()) {
        Thread.ofVirtual().start(this::sendOne);
      } else {
        outcomes.add(Outcome.of(Instant.now(), Outcome.CROWDED_OUT, Duration.ZERO));
      }
    }
  }

  private void await(long due) {
    for (long left = due - System.nanoTime();
        left > 0 && !stopped;
        left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void sendOne() {
    Instant sent = Instant.now();
    long began = System.nanoTime();
    try {
      Answer answer = pool.send(target, request);
      outcomes.add(
          new Outcome(
              sent,
              answer.status(),
              answer.headers().get("X-Revision").orElse(""),
              answer.headers().get("X-Pod").orElse(""),
              Duration.ofNanos(System.nanoTime() - began),
              answer.headers().get(ModelServer.SEEN_BY).orElse("")));
    } catch (IOException none) {
      int how =
          none instanceof HttpPool.NotConnected ? Outcome.NOT_CONNECTED : Outcome.NOT_ANSWERED;
      outcomes.add(Outcome.of(sent, how, Duration.ofNanos(System.nanoTime() - began)));
    } finally {
      slots.release();
    }
  }
}
