package io.fleetcanary.lab;

import java.time.Duration;

/**
 * How the pods of one image behave in one cluster.
 *
 * @param coldStart from scheduled to ready, model load included
 * @param latency of every answer
 * @param errorRate share of answers that are 500, 0 to 1
 * @param gpuLoad percent
 * @param fastUpTo requests per second to a pod; above that it is ten times as slow
 * @param fate what becomes of the pod
 */
public record Behaviour(
    Duration coldStart,
    Duration latency,
    double errorRate,
    double gpuLoad,
    int fastUpTo,
    Fate fate) {
  public static final Behaviour GOOD =
      new Behaviour(
          Duration.ofMillis(700), Duration.ofMillis(5), 0.002, 55, Integer.MAX_VALUE, Fate.HEALTHY);

  public Behaviour withErrorRate(double rate) {
    return new Behaviour(coldStart, latency, rate, gpuLoad, fastUpTo, fate);
  }

  public Behaviour withLatency(Duration answer) {
    return new Behaviour(coldStart, answer, errorRate, gpuLoad, fastUpTo, fate);
  }

  public Behaviour withGpuLoad(double percent) {
    return new Behaviour(coldStart, latency, errorRate, percent, fastUpTo, fate);
  }

  public Behaviour withColdStart(Duration start) {
    return new Behaviour(start, latency, errorRate, gpuLoad, fastUpTo, fate);
  }

  /** Fast under little load, slow under more. */
  public Behaviour fastUpTo(int requestsPerSecond) {
    return new Behaviour(coldStart, latency, errorRate, gpuLoad, requestsPerSecond, fate);
  }

  public Behaviour withFate(Fate end) {
    return new Behaviour(coldStart, latency, errorRate, gpuLoad, fastUpTo, end);
  }

  /** What becomes of a pod. */
  public enum Fate {
    HEALTHY,
    NEVER_READY,
    CRASH_LOOP,
    /** Ready first, killed for memory after three seconds. */
    OUT_OF_MEMORY,
    IMAGE_PULL_FAILURE
  }
}
