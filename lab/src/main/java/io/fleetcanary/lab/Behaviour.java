package io.fleetcanary.lab;

import java.time.Duration;

/**
 * How the pods of one image behave in one cluster.
 *
 * @param coldStart from scheduled to ready, model load included
 * @param latency of every answer
 * @param errorRate share of answers that are 500, 0 to 1
 * @param gpuLoad percent
 * @param fate what becomes of the pod
 */
public record Behaviour(
    Duration coldStart, Duration latency, double errorRate, double gpuLoad, Fate fate) {
  public static final Behaviour GOOD =
      new Behaviour(Duration.ofMillis(700), Duration.ofMillis(5), 0.002, 55, Fate.HEALTHY);

  public Behaviour withErrorRate(double rate) {
    return new Behaviour(coldStart, latency, rate, gpuLoad, fate);
  }

  public Behaviour withLatency(Duration answer) {
    return new Behaviour(coldStart, answer, errorRate, gpuLoad, fate);
  }

  public Behaviour withGpuLoad(double percent) {
    return new Behaviour(coldStart, latency, errorRate, percent, fate);
  }

  public Behaviour withFate(Fate end) {
    return new Behaviour(coldStart, latency, errorRate, gpuLoad, end);
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
