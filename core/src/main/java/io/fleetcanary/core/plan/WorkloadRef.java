package io.fleetcanary.core.plan;

/** The workload that serves today. Its kind decides the driver. */
public record WorkloadRef(String kind, String name) {}
