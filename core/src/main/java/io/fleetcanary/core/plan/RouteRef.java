package io.fleetcanary.core.plan;

/** The object that splits requests between stable and canary. Its kind decides the router. */
public record RouteRef(String kind, String name) {}
