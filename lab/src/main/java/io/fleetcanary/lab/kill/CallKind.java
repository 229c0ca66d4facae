package io.fleetcanary.lab.kill;

/** Kinds of calls, by their names. */
enum CallKind {
  KUBERNETES_WRITE("Kubernetes: writes"),
  KUBERNETES_READ("Kubernetes: reads"),
  METRICS("Prometheus: queries"),
  DECISION("Temporal: a workflow's decision"),
  ACTIVITY("Temporal: the end of an activity"),
  ALIVE("Temporal: an activity's sign of life"),
  OTHER("Temporal: anything else");

  private final String title;

  CallKind(String title) {
    this.title = title;
  }

  static CallKind of(String call) {
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

  @Override
  public String toString() {
    return title;
  }
}
