package io.fleetcanary.lab.real;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.lab.process.ServerProcess;
import io.fleetcanary.lab.real.Credentials.User;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The control plane of one Kubernetes cluster: etcd, API server, controller manager, scheduler. The
 * settings keep it small (about 200 MiB and one percent of a core when idle) and change nothing
 * that a rollout can see.
 */
public final class Cluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(4);

  /**
   * Half the heap growth that Go allows itself: a third of the memory for hardly more work. Who
   * sets it for us sets it for them.
   */
  private static final Map<String, String> FRUGAL =
      System.getenv("GOGC") == null ? Map.of("GOGC", "50") : Map.of();

  private static final String API_SERVER = "kube-apiserver";
  private static final String CONTROLLER_MANAGER = "kube-controller-manager";

  private static final String CONTROLLERS =
      "deployment-controller,replicaset-controller,endpointslice-controller,"
          + "garbage-collector-controller,serviceaccount-controller,namespace-controller,"
          + "pod-garbage-collector-controller,horizontal-pod-autoscaler-controller";

  /**
   * Without a node life cycle controller nobody would take away the taints that
   * TaintNodesByCondition gives to new nodes; the others have nothing to do here.
   */
  private static final String NO_ADMISSION =
      "TaintNodesByCondition,MutatingAdmissionWebhook,ValidatingAdmissionWebhook,"
          + "MutatingAdmissionPolicy,ValidatingAdmissionPolicy,StorageObjectInUseProtection,"
          + "DefaultStorageClass,PersistentVolumeClaimResize,RuntimeClass,PodTopologyLabels";

  private final Parts parts;
  private final Site site;
  private final List<String> apiFlags;
  private final Credentials credentials;
  private final KubernetesClient admin;
  private final Deque<ServerProcess> running = new ArrayDeque<>();

  private Cluster(Parts parts, Site site, List<String> apiFlags) {
    this.parts = parts;
    this.site = site;
    this.apiFlags = List.copyOf(apiFlags);
    this.credentials = Credentials.create(site);
    this.admin = client(User.ADMIN);
  }

  /** Starts a cluster without nodes and waits until its API server is ready. */
  static Cluster start(Parts parts, Site site) {
    return start(parts, site, List.of());
  }

  /**
   * The same with an API server that is told more.
   *
   * @param apiFlags added to those that every API server here gets
   */
  public static Cluster start(Parts parts, Site site, List<String> apiFlags) {
    Cluster cluster = new Cluster(parts, site, apiFlags);
    try {
      cluster.boot();
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  public Site site() {
    return site;
  }

  public KubernetesClient admin() {
    return admin;
  }

  public Path kubeconfig(User user) {
    return credentials.kubeconfig(user);
  }

  /**
   * A new client with this user's rights. One call is one request, so what fails is seen at once; a
   * machine that is busy starting a fleet is given a minute to answer.
   */
  KubernetesClient client(User user) {
    Config config = Config.fromKubeconfig(kubeconfig(user).toFile());
    config.setRequestRetryBackoffLimit(0);
    config.setRequestTimeout(60_000);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  /** Process ids by the name of the program. */
  public SortedMap<String, Long> pids() {
    SortedMap<String, Long> pids = new TreeMap<>();
    running.forEach(process -> pids.put(process.name(), process.pid()));
    return pids;
  }

  /** Does something while the controller manager stands still. */
  public void withoutControllers(Runnable meanwhile) {
    without(CONTROLLER_MANAGER, meanwhile);
  }

  /** Does something while the API server stands still: connections are open, nobody answers. */
  public void withoutAnswers(Runnable meanwhile) {
    without(API_SERVER, meanwhile);
  }

  private void without(String program, Runnable meanwhile) {
    ServerProcess standing =
        running.stream()
            .filter(process -> process.name().equals(program))
            .findFirst()
            .orElseThrow();
    standing.freeze();
    try {
      meanwhile.run();
    } finally {
      standing.thaw();
    }
  }

  @Override
  public void close() {
    admin.close();
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }

  private void boot() {
    run("etcd", etcd());
    run(API_SERVER, whole(apiServer(), apiFlags)).awaitReady(this::apiReady, START);
    run(CONTROLLER_MANAGER, controllerManager());
    run("kube-scheduler", scheduler());
  }

  private static List<String> whole(List<String> flags, List<String> more) {
    return Stream.concat(flags.stream(), more.stream()).toList();
  }

  private ServerProcess run(String program, List<String> flags) {
    List<String> command = new ArrayList<>();
    command.add(parts.program(program).toString());
    command.addAll(flags);
    ServerProcess process = ServerProcess.start(program, site.folder(), FRUGAL, command);
    running.push(process);
    return process;
  }

  private boolean apiReady() {
    try {
      return "ok".equals(admin.raw("/readyz"));
    } catch (KubernetesClientException notYet) {
      return false;
    }
  }

  private String etcdUrl() {
    return "http://127.0.0.1:" + site.etcdPort();
  }

  private List<String> etcd() {
    String peer = "http://127.0.0.1:" + site.etcdPeerPort();
    return List.of(
        "--name=" + site.cluster(),
        "--data-dir=" + site.folder().resolve("etcd"),
        "--unsafe-no-fsync",
        "--listen-client-urls=" + etcdUrl(),
        "--advertise-client-urls=" + etcdUrl(),
        "--listen-peer-urls=" + peer,
        "--initial-advertise-peer-urls=" + peer,
        "--initial-cluster=" + site.cluster() + "=" + peer,
        "--log-level=warn",
        "--snapshot-count=5000");
  }

  private List<String> apiServer() {
    return List.of(
        "--etcd-servers=" + etcdUrl(),
        "--etcd-compaction-interval=0",
        "--etcd-db-metric-poll-interval=0",
        "--event-ttl=10m",
        "--bind-address=127.0.0.1",
        "--secure-port=" + site.apiPort(),
        // loopback cannot be advertised, and nobody looks for the Service kubernetes
        "--advertise-address=192.0.2.1",
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--tls-cert-file=" + credentials.certificate(),
        "--tls-private-key-file=" + credentials.key(),
        "--token-auth-file=" + credentials.tokens(),
        "--authorization-mode=RBAC",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + credentials.certificate(),
        "--service-account-signing-key-file=" + credentials.key(),
        "--disable-admission-plugins=" + NO_ADMISSION,
        "--enable-priority-and-fairness=false",
        "--profiling=false",
        "--contention-profiling=false");
  }

  private List<String> controllerManager() {
    return List.of(
        "--kubeconfig=" + kubeconfig(User.CONTROLLERS),
        "--controllers=" + CONTROLLERS,
        "--horizontal-pod-autoscaler-sync-period=3s",
        "--use-service-account-credentials=false",
        "--root-ca-file=" + credentials.certificate(),
        "--service-account-private-key-file=" + credentials.key(),
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=200",
        "--kube-api-burst=400",
        "--profiling=false");
  }

  private List<String> scheduler() {
    return List.of(
        "--kubeconfig=" + kubeconfig(User.SCHEDULER),
        "--leader-elect=false",
        "--secure-port=0",
        "--kube-api-qps=200",
        "--kube-api-burst=400",
        "--profiling=false");
  }
}
