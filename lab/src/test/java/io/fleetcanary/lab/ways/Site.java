package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.workload.RolloutStatus;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.dataplane.Load;
import io.fleetcanary.lab.embedded.EmbeddedFleet;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.StorySpec;
import io.fleetcanary.worker.FleetRegistration;
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
 * A real Temporal server with its UI, an embedded fleet under live requests, and a worker: what the
 * example of the docs releases to.
 */
final class Site implements AutoCloseable {
  private static final String EXAMPLE = "registry.example/chat@sha256:" + "d".repeat(64);
  private static final Behaviour FAULTLESS = Behaviour.GOOD.withErrorRate(0);
  private static final Duration SOON = Duration.ofMinutes(3);
  private static final Duration AT_MOST = Duration.ofHours(1);

  private final List<Runnable> endings = new ArrayList<>();
  private final TemporalServer temporal;
  private final EmbeddedFleet fleet;
  private final WorkflowClient client;
  private final Shell shell;
  private final String serving;

  private Site(Path folder) {
    temporal = TemporalServer.start(Parts.installed().program("temporal"), folder);
    endings.add(temporal::close);
    fleet = EmbeddedFleet.start(temporal.address(), List.of("eu-1", "us-1", "ap-1"));
    endings.add(fleet::close);
    TemporalConnection connection =
        TemporalConnection.plain(temporal.address(), TemporalConnection.DEFAULT_NAMESPACE);
    WorkflowServiceStubs stubs = WorkflowServiceStubs.newServiceStubs(connection.options().build());
    endings.add(stubs::shutdownNow);
    client = connection.client(stubs);
    shell = new Shell(folder.resolve("checkout"), temporal.address());
    serving = image(chat(fleet.clusters().getFirst()).get());
  }

  static Site start(Path folder) {
    Site site = new Site(folder);
    Clusters clusters = new Clusters(site.fleet.inventory());
    site.endings.add(clusters::close);
    WorkerRuntime worker =
        new WorkerRuntime(
            site.client,
            FleetRegistration.of(site.fleet.inventory(), clusters),
            Polling.everything(site.fleet.inventory()));
    site.endings.add(worker::close);
    worker.start();
    for (String cluster : site.fleet.clusters()) {
      site.makeFaultless(cluster);
      site.endings.add(Load.start(site.fleet.gateway(cluster), 100, AT_MOST)::close);
    }
    return site;
  }

  Shell shell() {
    return shell;
  }

  URI ui() {
    return temporal.ui();
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
