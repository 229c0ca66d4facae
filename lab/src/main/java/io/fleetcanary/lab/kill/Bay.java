package io.fleetcanary.lab.kill;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.lab.bench.stand.Place;
import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.invariant.Asked;
import io.fleetcanary.lab.invariant.Intent;
import io.fleetcanary.lab.invariant.Monitor;
import io.fleetcanary.lab.invariant.history.ByHand;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Recorder;
import io.fleetcanary.lab.kill.call.Doors;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.process.LoopbackPort;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.lab.story.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Where one rollout at a time is played: a worker with everything between it and the world in our
 * hands, a Temporal namespace that no other worker serves, and for each rollout a new namespace in
 * two clusters.
 */
final class Bay implements AutoCloseable {
  /** The longest that a call whose worker is gone is waited for is five minutes. */
  private static final Duration WITHIN = Duration.ofMinutes(9);

  /** What tells people or keeps a journal may come after the end. */
  private static final Duration WORKFLOWS_END = Duration.ofMinutes(4);

  private static final Duration WORKER_ENDS = Duration.ofMinutes(2);

  private static final Duration QUIET = Duration.ofSeconds(1);

  /** What costs least to start and to throw away. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int FIRST_PORT = 18_000;

  private final Stand stand;
  private final int number;
  private final Doors doors = new Doors();
  private final BayTemporal temporal;
  private final String temporalDoor;
  private final FleetInventory fleet;
  private final Path folder;
  private final List<String> machine;
  private volatile Optional<WorkerProcess> worker = Optional.empty();
  private int rollouts;

  private Bay(Stand stand, int number, List<String> machine) {
    this.stand = stand;
    this.number = number;
    this.machine = machine;
    folder = stand.folder().resolve("bay-" + number);
    temporal = BayTemporal.open(stand.temporal().address(), "bay-" + number);
    temporalDoor = doors.temporal(stand.temporal().address());
    fleet = BayFleet.of(stand, doors, folder);
  }

  /**
   * Opens one and starts its worker.
   *
   * @param machine settings of the virtual machines of its workers
   */
  static Bay open(Stand stand, int number, List<String> machine) {
    Bay bay = new Bay(stand, number, machine);
    try {
      bay.startWorker();
      return bay;
    } catch (RuntimeException failure) {
      bay.close();
      throw failure;
    }
  }

  /**
   * Plays a rollout to its end.
   *
   * @param point where the worker is killed, and another one started; nowhere if empty
   * @throws IllegalStateException if it does not come to an end
   */
  Run play(Reference reference, Optional<Point> point) {
    rollouts++;
    String namespace = namespace();
    SortedMap<String, KubernetesClient> clusters = serve(namespace);
    CompletableFuture<Void> replaced = new CompletableFuture<>();
    try (Recorder recorder =
        Recorder.start(clusters, namespace, new ByHand(Bay::nobody, namespace))) {
      doors.begin(namespace, Reference.SERVICE);
      doors.gate().begin(point, () -> replace(replaced));
      reference.prepare(stand.prometheus(), place(Reference.SECOND, namespace));
      String json = reference.json(namespace);
      FleetOutcome outcome =
          StartedRollout.start(temporal.client(), namespace, json).await(WITHIN.toSeconds());
      List<String> left = awaitRest(clusters);
      doors.gate().end();
      left.addAll(deliver(clusters));
      return run(recorder.history(), json, outcome, left);
    } finally {
      doors.gate().end();
      if (doors.gate().met()) {
        replaced.join();
      }
      clusters.values().forEach(client -> Service.remove(client, namespace));
    }
  }

  /** Until nothing is left to do anywhere; what is, a sentence each. */
  private List<String> awaitRest(SortedMap<String, KubernetesClient> clusters) {
    List<String> left = new ArrayList<>();
    if (!Rest.until(() -> temporal.open().isEmpty(), WORKFLOWS_END)) {
      left.add("workflows must end within %s, got %s".formatted(WORKFLOWS_END, temporal.open()));
    }
    if (!Rest.until(() -> doors.gate().quiet(QUIET), WORKFLOWS_END)) {
      left.add("a worker must have nothing to call when its rollout has ended");
    }
    if (!Service.awaitRest(clusters, namespace())) {
      left.add("controllers must have done what objects ask for");
    }
    return left;
  }

  /** What was written long ago arrives; what that leaves undone, a sentence each. */
  private List<String> deliver(SortedMap<String, KubernetesClient> clusters) {
    try {
      return doors.gate().deliver() ? awaitRest(clusters) : List.of();
    } catch (Exception failure) {
      return List.of("a late write must be answered, got " + failure);
    }
  }

  private Run run(History history, String json, FleetOutcome outcome, List<String> left) {
    Intent intent = Asked.of(json, fleet);
    List<String> flaws = new ArrayList<>(left);
    Monitor.violations(history, intent).forEach(it -> flaws.add(it.toString()));
    flaws.addAll(Monitor.gaps(history, intent, List.copyOf(outcome.clusters().keySet())));
    return new Run(
        doors.gate().calls(),
        EndState.of(history, outcome, namespace()),
        doors.gate().met(),
        flaws);
  }

  /** Asked for only when somebody does something by hand. */
  private static KubernetesClient nobody(String cluster) {
    throw new IllegalStateException("nobody does anything by hand in " + cluster);
  }

  private String namespace() {
    return "killed-%d-%05d".formatted(number, rollouts);
  }

  private SortedMap<String, KubernetesClient> serve(String namespace) {
    Place first = place(Reference.FIRST, namespace);
    Place second = place(Reference.SECOND, namespace);
    stand.serve(List.of(first, second));
    SortedMap<String, KubernetesClient> clusters = new TreeMap<>();
    clusters.put(Reference.FIRST, stand.clusters().get(0).cluster().admin());
    clusters.put(Reference.SECOND, stand.clusters().get(1).cluster().admin());
    clusters.values().forEach(client -> Service.scale(client, namespace));
    return clusters;
  }

  private Place place(String cluster, String namespace) {
    int real = cluster.equals(Reference.FIRST) ? 0 : 1;
    return new Place(stand.names().get(real), namespace);
  }

  /** In the middle of a call of the worker. */
  private void replace(CompletableFuture<Void> replaced) {
    worker.orElseThrow().kill();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                startWorker();
                replaced.complete(null);
              } catch (RuntimeException failure) {
                replaced.completeExceptionally(failure);
              }
            });
  }

  private void startWorker() {
    List<String> settings =
        Stream.concat(
                Stream.concat(SHORT_LIVED.stream(), machine.stream()),
                Stream.of(
                    "--fleetcanary.temporal.namespace=" + temporal.namespace(),
                    "--server.port=" + LoopbackPort.preferring(FIRST_PORT + number)))
            .toList();
    worker = Optional.of(WorkerProcess.start(fleet, temporalDoor, folder, settings));
  }

  /** Lets its worker end by itself. */
  void end() {
    worker.ifPresent(it -> it.end(WORKER_ENDS));
    close();
  }

  @Override
  public void close() {
    worker.ifPresent(WorkerProcess::close);
    doors.close();
    temporal.close();
  }
}
