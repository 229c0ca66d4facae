package io.fleetcanary.lab.scene;

import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.dataplane.LoadReport;
import io.fleetcanary.lab.dataplane.http.Headers;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A second HTTPRoute to a scene's service in every cluster, with callers of its own; seven of ten
 * of their requests go to another service, but none of the gold tier's and all of the free one's.
 */
final class SecondRoute implements Beside {
  private final LabFleet fleet;
  private final String namespace;
  private final String other;
  private final Manifests manifests;
  private final Callers plain;
  private final Callers gold;
  private final Callers free;

  /** Not there yet. */
  SecondRoute(Scene scene) {
    fleet = scene.fleet();
    namespace = scene.namespace();
    other = scene.image("other");
    List<String> names = List.of("other.yaml", "second-route.yaml");
    manifests = new Manifests(fleet, namespace, other, names);
    plain = callers(Headers.NONE);
    gold = callers(Headers.of(Map.of("x-tier", "gold")));
    free = callers(Headers.of(Map.of("x-tier", "free")));
  }

  private Callers callers(Headers headers) {
    return new Callers(fleet, namespace + "-batch", headers);
  }

  /** Name of the image of the other service. */
  String other() {
    return other;
  }

  @Override
  public void open() {
    fleet
        .clusters()
        .forEach(
            cluster -> fleet.behaviours().set(cluster, other, Behaviour.GOOD.withErrorRate(0)));
    manifests.create();
    fleet.clusters().forEach(this::awaitReady);
    plain.awaitAnswersOf(other);
    plain.begin(20);
    gold.begin(60); // enough in a bake to judge their share
    free.begin(10);
  }

  /** What callers without a tier saw, by cluster; ends their requests, as the next two do. */
  SortedMap<String, LoadReport> plain() {
    return plain.reports();
  }

  SortedMap<String, LoadReport> gold() {
    return gold.reports();
  }

  SortedMap<String, LoadReport> free() {
    return free.reports();
  }

  @Override
  public void close() {
    Stream.of(plain, gold, free).forEach(Callers::close);
    manifests.delete();
  }

  private void awaitReady(String cluster) {
    fleet
        .admin(cluster)
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("other")
        .waitUntilCondition(
            deployment -> Readiness.getInstance().isReady(deployment), 60, TimeUnit.SECONDS);
  }
}
