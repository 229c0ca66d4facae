package io.fleetcanary.lab.bench.stand;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fleetcanary.lab.dataplane.Nodes;
import io.fleetcanary.lab.real.Cluster;
import io.fleetcanary.lab.real.Credentials.User;
import io.fleetcanary.lab.real.GatewayApi;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.Rights;
import io.fleetcanary.lab.real.Site;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A real control plane, audited if that is wanted, with pods and routes that answer. */
public final class StandCluster implements AutoCloseable {
  private static final String OBJECTS = "/io/fleetcanary/lab/bench/chat.yaml";
  private static final String AUDIT =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
        - {level: Metadata, users: [%s]}
        - {level: None}
      """
          .formatted(User.ORCHESTRATOR.id());

  /**
   * Has an API server forget what is older than five minutes: with all that thousands of rollouts
   * write, etcd would be full before they are over.
   */
  static final List<String> LASTING = List.of("--etcd-compaction-interval=5m");

  private static final Pattern TOKEN = Pattern.compile("token: \"([^\"]+)\"");

  private final Cluster cluster;
  private final Rights rights = Rights.documented();
  private final LightKubelet kubelet;
  private final LightGateway gateway;
  private final Deque<NamespaceDoor> doors = new ArrayDeque<>();

  private StandCluster(Cluster cluster, GatewayApi api) {
    this.cluster = cluster;
    Nodes.create(cluster.admin(), 2, 0);
    api.install(cluster.admin());
    kubelet = LightKubelet.start(cluster.admin(), "10." + (200 + cluster.site().number()));
    gateway = LightGateway.start(cluster.admin());
  }

  /**
   * Starts one without a service.
   *
   * @param apiFlags of its API server, see {@link #audited} and {@link #LASTING}
   */
  static StandCluster start(Parts parts, Site site, List<String> apiFlags) {
    Cluster cluster = Cluster.start(parts, site, apiFlags);
    return new StandCluster(cluster, GatewayApi.read(parts.gatewayApi()));
  }

  /** Has an API server write an audit log of what the worker does. */
  static List<String> audited(Site site) {
    Path policy = site.folder().resolve("audit.yaml");
    try {
      Files.createDirectories(site.folder());
      Files.writeString(policy, AUDIT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + audit(site));
  }

  public String name() {
    return cluster.site().cluster();
  }

  /** The control plane. */
  public Cluster cluster() {
    return cluster;
  }

  /** What the worker's user did, a JSON object a line; not there if it is not audited. */
  public Path audit() {
    return audit(cluster.site());
  }

  LightGateway gateway() {
    return gateway;
  }

  /** Creates the service and grants the worker its rights. */
  void serve(String namespace) {
    try (InputStream yaml = StandCluster.class.getResourceAsStream(OBJECTS)) {
      byte[] bytes = Objects.requireNonNull(yaml).readAllBytes();
      String text = new String(bytes, StandardCharsets.UTF_8).replace("NAMESPACE", namespace);
      admin().load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).items().stream()
          .forEach(object -> admin().resource(object).create());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rights.grant(admin(), User.ORCHESTRATOR.id(), namespace);
  }

  void awaitServing(String namespace) {
    admin()
        .apps()
        .deployments()
        .inNamespace(namespace)
        .withName("chat")
        .waitUntilCondition(StandCluster::ready, 120, TimeUnit.SECONDS);
  }

  /** Writes a kubeconfig that reaches {@code real} under the name {@code shown}. */
  Path door(String shown, String real) {
    Config orchestrator = Config.fromKubeconfig(cluster.kubeconfig(User.ORCHESTRATOR).toFile());
    NamespaceDoor door = NamespaceDoor.open(orchestrator, shown, real);
    doors.push(door);
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: door
        clusters: [{name: door, cluster: {server: "%s"}}]
        users: [{name: worker, user: {token: "%s"}}]
        contexts: [{name: door, context: {cluster: door, user: worker}}]
        """
            .formatted(door.uri(), token(cluster.kubeconfig(User.ORCHESTRATOR)));
    try {
      return Files.writeString(cluster.site().folder().resolve(real + ".kubeconfig"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    while (!doors.isEmpty()) {
      doors.pop().close();
    }
    gateway.close();
    kubelet.close();
    cluster.close();
  }

  private static String token(Path kubeconfig) {
    try {
      return TOKEN
          .matcher(Files.readString(kubeconfig))
          .results()
          .map(found -> found.group(1))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private KubernetesClient admin() {
    return cluster.admin();
  }

  private static Path audit(Site site) {
    return site.folder().resolve("audit.log");
  }

  private static boolean ready(Deployment deployment) {
    return Readiness.getInstance().isReady(deployment);
  }
}
