package io.fleetcanary.lab.dataplane;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fleetcanary.lab.Behaviours;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The kubelet of every node of one cluster, without containers: each scheduled pod gets a real HTTP
 * server, is Ready only when that server says so, serves on while it drains, and is then really
 * deleted. The image of the first container decides how a pod behaves. One that is started again
 * takes over the running pods with their addresses.
 */
public final class FakeKubelet implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(1);

  private final PodHost host;
  private final ConcurrentMap<String, PodLife> lives = new ConcurrentHashMap<>();
  private @Nullable SharedIndexInformer<Pod> pods;

  /** A kubelet that lets pods drain for one second. */
  public FakeKubelet(
      String cluster, KubernetesClient client, Behaviours behaviours, PodAddresses addresses) {
    this(new PodHost(cluster, client, behaviours, addresses, DRAIN));
  }

  private FakeKubelet(PodHost host) {
    this.host = host;
  }

  /** The same kubelet, not started yet, whose deleted pods serve on for {@code drain}. */
  public FakeKubelet draining(Duration drain) {
    return new FakeKubelet(
        new PodHost(host.cluster(), host.client(), host.behaviours(), host.addresses(), drain));
  }

  /** Runs the pods that are there and those that come. Returns when it has seen the former. */
  public FakeKubelet start() {
    host.client().pods().inAnyNamespace().list().getItems().stream()
        .flatMap(pod -> PodLife.ip(pod).stream())
        .forEach(host.addresses()::adopt);
    pods = host.client().pods().inAnyNamespace().inform(new Watch());
    return this;
  }

  /** The pods whose server listens, ready or not. */
  public List<RunningPod> running() {
    return lives.values().stream().flatMap(life -> life.running().stream()).toList();
  }

  /** Where the pod with this uid really answers, while its server listens. */
  public Optional<URI> address(String uid) {
    return Optional.ofNullable(lives.get(uid)).flatMap(PodLife::running).map(RunningPod::uri);
  }

  /** Stops every server and leaves the pods in the API as they are. */
  @Override
  public void close() {
    if (pods != null) {
      pods.close();
    }
    lives.values().forEach(PodLife::cut);
    lives.values().forEach(PodLife::awaitEnd);
    lives.clear();
  }

  private void see(Pod pod) {
    if (pod.getSpec().getNodeName() == null) {
      return;
    }
    lives.computeIfAbsent(pod.getMetadata().getUid(), uid -> begin(pod)).seen(pod);
  }

  private PodLife begin(Pod pod) {
    PodLife life = new PodLife(host, pod);
    life.begin();
    return life;
  }

  private void forget(Pod pod) {
    Optional.ofNullable(lives.remove(pod.getMetadata().getUid())).ifPresent(PodLife::cut);
  }

  private final class Watch implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      see(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      see(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      forget(pod);
    }
  }
}
