package io.fleetcanary.lab.kill.call;

import io.fleetcanary.lab.kill.call.Point.When;
import java.util.stream.Stream;

/**
 * Kinds of calls, by their names; first those that change most, which is their order in a sweep.
 */
public enum CallKind {
  KUBERNETES_WRITE("Kubernetes: writes"),
  DECISION("Temporal: a workflow's decision"),
  ACTIVITY("Temporal: the end of an activity"),
  OTHER("Temporal: anything else"),
  ALIVE("Temporal: an activity's sign of life"),
  METRICS("Prometheus: queries"),
  KUBERNETES_READ("Kubernetes: reads");

  private final String title;

  CallKind(String title) {
    this.title = title;
  }

  /** Of a call with this name. */
  public static CallKind of(String call) {
    if (call.contains(" written: ")) {
      return call.contains(" written: GET ") ? KUBERNETES_READ : KUBERNETES_WRITE;
    }
    if (call.contains(": asks for ")) {
      return METRICS;
    }
    if (call.contains(" decides [")) {
      return DECISION;
    }
    if (call.contains(" ends: ")) {
      return ACTIVITY;
    }
    return call.contains(" is alive") ? ALIVE : OTHER;
  }

  /** When a worker can be killed there: what arrives late changes something if it is a write. */
  public Stream<When> moments() {
    return this == KUBERNETES_WRITE ? Stream.of(When.values()) : Stream.of(When.BEFORE, When.AFTER);
  }

  @Override
  public String toString() {
    return title;
  }
}
