package io.fleetcanary.core.plan;

/**
 * The object that splits requests between stable and canary. Its kind decides the router.
 *
 * @param name one that must be there; others that lead to the Service are found beside it
 * @param routed how much of the Service's requests comes by its routes, above 0 to 1
 */
public record RouteRef(String kind, String name, double routed) {
  public RouteRef {
    routed = routed == 0 ? 1 : routed;
    if (!(routed > 0 && routed <= 1)) {
      throw new IllegalArgumentException("routed must be above 0 and at most 1, got " + routed);
    }
  }

  /** All requests come by its routes. */
  public RouteRef(String kind, String name) {
    this(kind, name, 1);
  }
}
