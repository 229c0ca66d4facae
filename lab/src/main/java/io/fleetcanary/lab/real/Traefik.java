package io.fleetcanary.lab.real;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fleetcanary.lab.process.Answers;
import io.fleetcanary.lab.process.ServerProcess;
import io.fleetcanary.lab.real.Credentials.User;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A cluster's gateway: it obeys the routes in that cluster's API and sends requests to its pods.
 */
final class Traefik implements AutoCloseable {
  /**
   * Traefik gathers changes for two seconds by default, which would hide how fast a weight acts.
   */
  private static final String THROTTLE = "100ms";

  private static final Duration START = Duration.ofSeconds(60);

  private final ServerProcess process;
  private final Site site;

  private Traefik(ServerProcess process, Site site) {
    this.process = process;
    this.site = site;
  }

  /** Starts the gateway of a cluster that knows the Gateway API, and waits until it runs. */
  static Traefik start(Parts parts, Cluster cluster) {
    Site site = cluster.site();
    announce(cluster.admin(), site.gatewayPort());
    ServerProcess process =
        ServerProcess.start(
            "traefik",
            site.folder(),
            Map.of("KUBECONFIG", cluster.kubeconfig(User.ADMIN).toString(), "GOGC", "50"),
            command(parts.program("traefik").toString(), site));
    process.awaitReady(new Answers(status(site)), START);
    return new Traefik(process, site);
  }

  /** Waits until somebody answers the requests it takes. */
  void awaitAnswers() {
    process.awaitReady(new Answers(site.gateway()), START);
  }

  @Override
  public void close() {
    process.close();
  }

  private static URI status(Site site) {
    return URI.create("http://127.0.0.1:" + site.gatewayStatusPort() + "/ping");
  }

  private static void announce(KubernetesClient admin, int port) {
    create(
        admin,
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: GatewayClass
        metadata: {name: traefik}
        spec: {controllerName: traefik.io/gateway-controller}
        """);
    create(
        admin,
        """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: gateway, namespace: default}
        spec:
          gatewayClassName: traefik
          listeners:
            - {name: web, port: %d, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}
        """
            .formatted(port));
  }

  private static void create(KubernetesClient admin, String yaml) {
    admin.resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class)).create();
  }

  private static List<String> command(String program, Site site) {
    return List.of(
        program,
        // a listener of the Gateway is served by the entry point of the same port
        "--entrypoints.web.address=127.0.0.1:" + site.gatewayPort(),
        "--entrypoints.traefik.address=127.0.0.1:" + site.gatewayStatusPort(),
        "--ping=true",
        "--providers.kubernetesgateway=true",
        "--providers.providersthrottleduration=" + THROTTLE,
        "--global.checknewversion=false",
        "--global.sendanonymoususage=false",
        "--log.level=ERROR");
  }
}
