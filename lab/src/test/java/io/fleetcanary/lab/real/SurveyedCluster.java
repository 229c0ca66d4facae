package io.fleetcanary.lab.real;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One cluster, which knows the kinds of other products, and a namespace for each case. */
final class SurveyedCluster implements AutoCloseable {
  private final FleetStart start;
  private final Cluster cluster;
  private final AtomicInteger cases = new AtomicInteger();

  private SurveyedCluster(FleetStart start, Cluster cluster) {
    this.start = start;
    this.cluster = cluster;
  }

  static SurveyedCluster start(Path folder) {
    NetworkNamespace.require();
    FleetStart start = new FleetStart(folder);
    Cluster cluster = start.clusters(List.of("eu-1")).getFirst().join();
    SurveyCases.KINDS.forEach(kind -> SurveyCases.define(cluster.admin(), kind));
    return new SurveyedCluster(start, cluster);
  }

  Cluster cluster() {
    return cluster;
  }

  /** Where a Prometheus is that scrapes this cluster; starts it. */
  URI prometheus() {
    return start.prometheus().join().uri();
  }

  /** A namespace with a healthy service. */
  SurveyedNamespace namespace() {
    return SurveyedNamespace.create(cluster, "case-" + cases.incrementAndGet());
  }

  @Override
  public void close() {
    start.close();
  }
}
