package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.journal.JournalDatabase;
import io.fleetcanary.activity.journal.SqlJournal;
import io.fleetcanary.activity.workload.RolloutStatus;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.process.InProcessTemporal;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.RealFleet;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.lab.scene.ByLedger;
import io.fleetcanary.lab.story.Scraped;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.StorySpec;
import io.fleetcanary.lab.story.WorkerProcess;
import io.fleetcanary.worker.FleetRegistration;
import io.fleetcanary.worker.Installation;
import io.fleetcanary.worker.Polling;
import io.fleetcanary.worker.WorkerRuntime;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A real Temporal server with its UI, a fleet under live requests, embedded or real, and a worker:
 * what the example of the docs releases to.
 */
final class Site implements AutoCloseable {
  private static final String EXAMPLE = "registry.example/chat@sha256:" + "d".repeat(64);
  private static final Behaviour FAULTLESS = Behaviour.GOOD.withErrorRate(0);
  private static final List<String> CLUSTERS = List.of("eu-1", "us-1", "ap-1");
  private static final URI NONE = URI.create("");
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration AT_MOST = Duration.ofHours(1);

  private final List<Runnable> endings = new ArrayList<>();
  private final List<String> copied = new ArrayList<>();
  private final LabFleet fleet;
  private final URI ui;
  private final WorkflowClient client;
  private final Shell shell;
  private final String serving;

  private Site(LabFleet fleet, URI ui, Shell shell, Runnable ending) {
    this.fleet = fleet;
    this.ui = ui;
    this.shell = shell;
    endings.add(ending);
    endings.add(fleet::close);
    TemporalConnection connection =
        TemporalConnection.plain(fleet.temporal(), TemporalConnection.DEFAULT_NAMESPACE);
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    endings.add(stubs::shutdownNow);
    client = connection.client(stubs);
    serving = image(chat(fleet.clusters().getFirst()).get());
  }

  /** An embedded fleet beside a real server. */
  static Site start(Path folder) {
    TemporalServer temporal = TemporalServer.start(Parts.installed().program("temporal"), folder);
    EmbeddedFleet fleet = EmbeddedFleet.start(temporal.address(), CLUSTERS);
    Shell shell = Shell.withTemporalsOwn(folder.resolve("checkout"), temporal.address());
    return serving(new Site(fleet, temporal.ui(), shell, temporal::close));
  }

  /** An embedded fleet beside a server that somebody else closes; its UI is left alone. */
  static Site beside(String temporal, Path folder) {
    EmbeddedFleet fleet = EmbeddedFleet.start(temporal, CLUSTERS);
    Shell shell = Shell.withTemporalsOwn(folder.resolve("checkout"), temporal);
    return serving(new Site(fleet, NONE, shell, () -> {}));
  }

  /** The same on real API servers, gateways and a real Prometheus; its UI is left alone. */
  static Site onRealParts(Path folder) {
    RealFleet fleet = RealFleet.start(CLUSTERS, folder.resolve("fleet"));
    Shell shell = Shell.withTemporalsOwn(folder.resolve("checkout"), fleet.temporal());
    return serving(new Site(fleet, NONE, shell, () -> {}));
  }

  /** What needs nothing but a JDK: the fleet of {@code fleetcanary demo}. */
  static Site embedded(Path folder) {
    return serving(onEmbeddedParts(folder));
  }

  /** The same, with a worker as people run it: a process of its own, with these settings. */
  static Site embedded(Path folder, String... settings) {
    Site site = onEmbeddedParts(folder);
    WorkerProcess worker =
        WorkerProcess.start(
            site.fleet.inventory(), site.fleet.temporal(), folder, List.of(settings));
    site.endings.add(worker::close);
    return underLoad(site);
  }

  private static Site onEmbeddedParts(Path folder) {
    InProcessTemporal temporal = InProcessTemporal.preferring(17233);
    EmbeddedFleet fleet = EmbeddedFleet.start(temporal.address());
    ApiAccess first = fleet.inventory().clusters().getFirst().access();
    String kubeconfig = ((ApiAccess.Kubeconfig) first).file();
    Shell shell = Shell.withAKubeconfig(folder.resolve("checkout"), fleet.temporal(), kubeconfig);
    return new Site(fleet, NONE, shell, temporal::close);
  }

  private static Site serving(Site site) {
    Clusters clusters = new Clusters(site.fleet.inventory());
    site.endings.add(clusters::close);
    WorkerRuntime worker =
        new WorkerRuntime(
            site.client,
            FleetRegistration.of(
                site.fleet.inventory(), clusters, Installation.bare().with(inMemory(site.fleet))),
            Polling.everything(site.fleet.inventory()));
    site.endings.add(worker::close);
    worker.start();
    return underLoad(site);
  }

  private static Site underLoad(Site site) {
    for (String cluster : site.fleet.clusters()) {
      site.makeFaultless(cluster);
      site.endings.add(Load.start(site.fleet.gateway(cluster), 100, AT_MOST)::close);
    }
    Scraped.await(site.fleet, StorySpec.NAMESPACE);
    return site;
  }

  /** A journal as long as the fleet. */
  private static SqlJournal inMemory(LabFleet fleet) {
    String name = "site-" + System.identityHashCode(fleet);
    return new SqlJournal(
        new JournalDatabase("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "", ""));
  }

  /** A busy machine answers late now and then, which is not what every test is about. */
  Site withPatience() {
    shell.succeeds("sed -i 's/\"250ms\"/\"1s\"/' docs/examples/rollout.json");
    return this;
  }

  Shell shell() {
    return shell;
  }

  /** A page whose commands are pasted here. */
  Page page(String way) {
    return Page.of(way, copied::add);
  }

  /** Blocks that were copied from the pages, as {@code page block}. */
  List<String> copied() {
    return copied;
  }

  URI ui() {
    return ui;
  }

  FleetStatus status() {
    return StartedRollout.newest(client).status();
  }

  /** Waits until the rollout is {@code phase}. */
  void await(FleetPhase phase) {
    await(status -> status.phase() == phase);
  }

  /** Waits until the rollout is as wanted. */
  void await(Predicate<FleetStatus> wanted) {
    Eventually.within(SOON, () -> assertThat(status()).matches(wanted));
  }

  /** Whether a cluster is in {@code phase}. */
  static Predicate<FleetStatus> in(String cluster, ClusterPhase phase) {
    return in(cluster, status -> status.phase() == phase);
  }

  /** Whether a cluster is as wanted. */
  static Predicate<FleetStatus> in(String cluster, Predicate<ClusterStatus> wanted) {
    return status ->
        status.waves().stream()
            .flatMap(wave -> wave.clusters().stream())
            .anyMatch(each -> each.cluster().equals(cluster) && wanted.test(each));
  }

  /** Whether any cluster of the last wave has begun. */
  static boolean lastWaveIsUnderWay(FleetStatus status) {
    return status.waves().getLast().clusters().stream()
        .anyMatch(cluster -> cluster.phase() != ClusterPhase.QUEUED);
  }

  /** Waits for the end. */
  FleetOutcome outcome() {
    return StartedRollout.newest(client).await(SOON.toSeconds());
  }

  /** What all clusters ask for. */
  SortedMap<String, Snapshot> objects() {
    SortedMap<String, Snapshot> objects = new TreeMap<>();
    fleet
        .clusters()
        .forEach(name -> objects.put(name, Snapshot.of(fleet.admin(name), StorySpec.NAMESPACE)));
    return objects;
  }

  /** What becomes of the example's pods in one cluster, from now on. */
  void example(String cluster, Fate fate) {
    fleet.behaviours().set(cluster, EXAMPLE, FAULTLESS.withFate(fate));
  }

  /** Closes every connection between the worker and a cluster, and every new one at once. */
  void cutOff(String cluster) {
    fleet.cable(cluster).cut();
  }

  /** Lets the worker reach it again, and brings back by hand what a rollout has left there. */
  void takeBack(String cluster) {
    fleet.cable(cluster).join();
    ByLedger.restore(fleet, cluster, StorySpec.NAMESPACE);
  }

  /** Puts back by hand what served in the beginning, so that the example is news again. */
  void putBack() {
    for (String cluster : fleet.clusters()) {
      chat(cluster)
          .edit(
              promoted ->
                  new DeploymentBuilder(promoted)
                      .editSpec()
                      .editTemplate()
                      .editSpec()
                      .editFirstContainer()
                      .withImage(serving)
                      .endContainer()
                      .endSpec()
                      .endTemplate()
                      .endSpec()
                      .build());
      Eventually.within(SOON, () -> assertThat(chat(cluster).get()).matches(RolloutStatus::done));
    }
  }

  /** What has ended may be started once more: the last rollout is one that asked for nothing. */
  void forgetTheLast() {
    StartedRollout.start(client, StorySpec.NAMESPACE, "{}").await(SOON.toSeconds());
  }

  private RollableScalableResource<Deployment> chat(String cluster) {
    return fleet
        .admin(cluster)
        .apps()
        .deployments()
        .inNamespace(StorySpec.NAMESPACE)
        .withName(StorySpec.SERVICE);
  }

  private static String image(Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  private void makeFaultless(String cluster) {
    fleet.behaviours().set(cluster, serving, FAULTLESS);
    example(cluster, Fate.HEALTHY);
  }

  @Override
  public void close() {
    endings.reversed().forEach(Runnable::run);
  }
}
