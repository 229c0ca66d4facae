package io.fleetcanary.lab.scene;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.dataplane.LoadReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A second HTTPRoute to a scene's service in every cluster, with callers of its own; seven of ten
 * of their requests go to another service.
 */
final class SecondRoute implements Beside {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration AT_MOST = Duration.ofMinutes(6);
  private static final int PER_SECOND = 40;

  private final LabFleet fleet;
  private final String namespace;
  private final String other;
  private final String route;
  private final SortedMap<String, Load> loads = new TreeMap<>();

  /**
   * Not there yet.
   *
   * @param route name of the resource that has it
   */
  SecondRoute(Scene scene, String route) {
    fleet = scene.fleet();
    namespace = scene.namespace();
    other = scene.image("other");
    this.route = route;
  }

  @Override
  public void open() {
    for (String cluster : fleet.clusters()) {
      fleet.behaviours().set(cluster, other, Behaviour.GOOD.withErrorRate(0));
      objects(fleet.admin(cluster))
          .forEach(object -> fleet.admin(cluster).resource(object).create());
    }
    for (String cluster : fleet.clusters()) {
      awaitReady(fleet.admin(cluster));
      URI uri = fleet.gateway(cluster, namespace + "-batch");
      Eventually.within(SOON, () -> assertThat(answeredBy(uri)).isEqualTo(other));
      loads.put(cluster, Load.start(uri, PER_SECOND, AT_MOST));
    }
  }

  /** Ends the requests and tells what their callers saw, by cluster. */
  SortedMap<String, LoadReport> reports() {
    SortedMap<String, LoadReport> reports = new TreeMap<>();
    loads.forEach((cluster, load) -> reports.put(cluster, load.stop()));
    return reports;
  }

  @Override
  public void close() {
    loads.values().forEach(Load::close);
    for (String cluster : fleet.clusters()) {
      objects(fleet.admin(cluster))
          .forEach(object -> fleet.admin(cluster).resource(object).delete());
    }
  }

  /** A gateway may know the route before it knows where the other service's pods are. */
  private static String answeredBy(URI uri) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK
          ? connection.getHeaderField("X-Revision")
          : "nobody";
    } catch (IOException notYet) {
      return "nobody";
    }
  }

  private void awaitReady(KubernetesClient admin) {
    admin
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("other")
        .waitUntilCondition(
            deployment -> Readiness.getInstance().isReady(deployment), 60, TimeUnit.SECONDS);
  }

  private List<HasMetadata> objects(KubernetesClient admin) {
    return Stream.of("other.yaml", route)
        .flatMap(
            name ->
                admin.load(new ByteArrayInputStream(text(name).getBytes(UTF_8))).items().stream())
        .toList();
  }

  private String text(String name) {
    try (InputStream yaml = SecondRoute.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(yaml).readAllBytes(), UTF_8)
          .replace("NAMESPACE", namespace)
          .replace("IMAGE", other);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
