package io.fleetcanary.lab;

import java.time.Duration;

/**
 * How the pods of one image behave in one cluster.
 *
 * @param coldStart from scheduled to ready, model load included
 * @param latency of every answer
 * @param errorRate share of answers that are 500, 0 to 1
 * @param gpuLoad percent
 * @param atOnce how many answers a pod works on at once; others wait, and are slower by that
 * @param fate what becomes of the pod
 */
public record Behaviour(
    Duration coldStart, Duration latency, double errorRate, double gpuLoad, int atOnce, Fate fate) {
  public static final Behaviour GOOD =
      new Behaviour(
          Duration.ofMillis(700), Duration.ofMillis(5), 0.002, 55, Integer.MAX_VALUE, Fate.HEALTHY);

  public Behaviour withErrorRate(double rate) {
    return new Behaviour(coldStart, latency, rate, gpuLoad, atOnce, fate);
  }

  public Behaviour withLatency(Duration answer) {
    return new Behaviour(coldStart, answer, errorRate, gpuLoad, atOnce, fate);
  }

  public Behaviour withGpuLoad(double percent) {
    return new Behaviour(coldStart, latency, errorRate, percent, atOnce, fate);
  }

  public Behaviour withColdStart(Duration start) {
    return new Behaviour(start, latency, errorRate, gpuLoad, atOnce, fate);
  }

  /** Fast under little load, slower and slower under more than it can take. */
  public Behaviour withCapacity(int answersAtOnce) {
    return new Behaviour(coldStart, latency, errorRate, gpuLoad, answersAtOnce, fate);
  }

  public Behaviour withFate(Fate end) {
    return new Behaviour(coldStart, latency, errorRate, gpuLoad, atOnce, end);
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
