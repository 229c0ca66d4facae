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
 * @param promptTokens of each request that callers send to it
 * @param fate what becomes of the pod
 */
public record Behaviour(
    Duration coldStart,
    Duration latency,
    double errorRate,
    double gpuLoad,
    int fastUpTo,
    int promptTokens,
    Fate fate) {
  /** Of a question as people ask them. */
  private static final int USUAL_PROMPT = 400;

  public static final Behaviour GOOD =
      new Behaviour(
          Duration.ofMillis(700),
          Duration.ofMillis(5),
          0.002,
          55,
          Integer.MAX_VALUE,
          USUAL_PROMPT,
          Fate.HEALTHY);

  /** Whose callers ask as people do. */
  public Behaviour(
      Duration coldStart,
      Duration latency,
      double errorRate,
      double gpuLoad,
      int fastUpTo,
      Fate fate) {
    this(coldStart, latency, errorRate, gpuLoad, fastUpTo, USUAL_PROMPT, fate);
  }

  public Behaviour withErrorRate(double rate) {
    return new Behaviour(coldStart, latency, rate, gpuLoad, fastUpTo, promptTokens, fate);
  }

  public Behaviour withLatency(Duration answer) {
    return new Behaviour(coldStart, answer, errorRate, gpuLoad, fastUpTo, promptTokens, fate);
  }

  public Behaviour withGpuLoad(double percent) {
    return new Behaviour(coldStart, latency, errorRate, percent, fastUpTo, promptTokens, fate);
  }

  public Behaviour withColdStart(Duration start) {
    return new Behaviour(start, latency, errorRate, gpuLoad, fastUpTo, promptTokens, fate);
  }

  /** Fast under little load, slow under more. */
  public Behaviour fastUpTo(int requestsPerSecond) {
    return new Behaviour(
        coldStart, latency, errorRate, gpuLoad, requestsPerSecond, promptTokens, fate);
  }

  public Behaviour withPromptTokens(int tokens) {
    return new Behaviour(coldStart, latency, errorRate, gpuLoad, fastUpTo, tokens, fate);
  }

  public Behaviour withFate(Fate end) {
    return new Behaviour(coldStart, latency, errorRate, gpuLoad, fastUpTo, promptTokens, end);
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
