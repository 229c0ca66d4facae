package io.fleetcanary.activity.client;

import io.fleetcanary.core.plan.ClusterPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the route back, again and again for a short while; as long as it takes where Temporal is
 * gone, for then nobody else will. Not interrupted by a cancellation: half a brake is none.
 */
public final class Brake {
  private static final Logger log = LoggerFactory.getLogger(Brake.class);

  /** How long it is tried here; after that the workflow's way back does it, for ever. */
  private static final Duration WITHIN = Duration.ofSeconds(3);

  private static final Duration AGAIN = Duration.ofMillis(200);

  private final ClusterPlan plan;
  private final Runnable turn;
  private final BooleanSupplier cutOff;
  private final Executor threads;

  /**
   * Not yet pulled.
   *
   * @param turn one try to turn the route back
   * @param cutOff whether Temporal is gone
   * @param threads where tries are made, so that one that hangs is left behind
   */
  public Brake(ClusterPlan plan, Runnable turn, BooleanSupplier cutOff, Executor threads) {
    this.plan = plan;
    this.turn = turn;
    this.cutOff = cutOff;
    this.threads = threads;
  }

  /** Returns when the route is back, or when the way back must do it. */
  public void pull() {
    Instant known = Instant.now();
    Instant giveUp = known.plus(WITHIN);
    boolean back = turned();
    while (!back && goesOn(giveUp)) {
      LockSupport.parkNanos(AGAIN.toNanos());
      back = turned();
    }
    if (back) {
      log.atInfo()
          .addKeyValue("rollout", plan.rolloutId())
          .addKeyValue("cluster", plan.cluster().name())
          .addKeyValue("millis", Duration.between(known, Instant.now()).toMillis())
          .log("verdict to traffic off");
    }
  }

  private boolean goesOn(Instant giveUp) {
    boolean time = Instant.now().isBefore(giveUp) || cutOff.getAsBoolean();
    return time && !Thread.currentThread().isInterrupted();
  }

  private boolean turned() {
    try {
      CompletableFuture.runAsync(turn, threads).get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      log.atWarn()
          .addKeyValue("rollout", plan.rolloutId())
          .addKeyValue("cluster", plan.cluster().name())
          .addKeyValue(
              "error", e.getCause() == null ? "no answer in time" : e.getCause().toString())
          .log("the route could not be turned back");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
