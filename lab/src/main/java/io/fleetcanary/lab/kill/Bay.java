package io.fleetcanary.lab.kill;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.lab.bench.stand.Place;
import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.invariant.Asked;
import io.fleetcanary.lab.invariant.Intent;
import io.fleetcanary.lab.invariant.Monitor;
import io.fleetcanary.lab.invariant.history.ByHand;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Recorder;
import io.fleetcanary.lab.kill.call.Passage;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.life.BayFleet;
import io.fleetcanary.lab.kill.life.KillMethod;
import io.fleetcanary.lab.kill.life.Life;
import io.fleetcanary.lab.kill.life.Lives;
import io.fleetcanary.lab.story.StartedRollout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Where one rollout at a time is played: a worker with everything between it and the world in our
 * hands, a Temporal namespace that no other worker serves, and for each rollout a new namespace in
 * two clusters.
 */
final class Bay implements AutoCloseable {
  /** The longest that a call whose worker is gone is waited for is five minutes. */
  private static final Duration WITHIN = Duration.ofMinutes(9);

  /** Most of those calls are waited for a minute, and are then made again after a pause. */
  private static final Duration ONE_MORE = Duration.ofMinutes(2);

  /** What tells people or keeps a journal may come after the end. */
  private static final Duration WORKFLOWS_END = Duration.ofMinutes(4);

  private static final Duration QUIET = Duration.ofSeconds(1);

  private static final int FIRST_PORT = 18_000;

  private final Stand stand;
  private final int number;
  private final BayTemporal temporal;
  private final Passage passage;
  private final Lives lives;
  private final List<String> machine;
  private volatile CompletableFuture<Life> worker;
  private int rollouts;

  private Bay(Stand stand, int number, KillMethod method, List<String> machine) {
    this.stand = stand;
    this.number = number;
    this.machine = machine;
    String name = "bay-" + number;
    BayFleet fleet =
        new BayFleet(
            stand,
            new TreeMap<>(
                Map.of(
                    Reference.FIRST, stand.clusters().get(0),
                    Reference.SECOND, stand.clusters().get(1))));
    temporal = BayTemporal.open(stand.temporal().address(), name);
    passage = fleet.passage();
    Path folder = stand.folder().resolve(name);
    lives = new Lives(method, fleet, passage, folder, FIRST_PORT + number);
    worker = CompletableFuture.completedFuture(lives.begin(machine));
  }

  /**
   * Opens one and starts its worker.
   *
   * @param method how its workers are killed
   * @param machine settings of the virtual machines of its workers, where each has one of its own
   */
  static Bay open(Stand stand, int number, KillMethod method, List<String> machine) {
    return new Bay(stand, number, method, machine);
  }

  /**
   * Plays a rollout to its end.
   *
   * @param points where a worker is killed, and another one started
   * @throws IllegalStateException if it does not come to an end
   */
  Run play(Reference reference, List<Point> points) {
    rollouts++;
    String namespace = namespace();
    SortedMap<String, KubernetesClient> clusters = serve(namespace);
    try (Recorder recorder =
        Recorder.start(clusters, namespace, new ByHand(Bay::nobody, namespace))) {
      passage.begin(namespace, Reference.SERVICE);
      passage.gate().begin(points, this::replace);
      reference.prepare(stand.prometheus(), place(Reference.SECOND, namespace));
      String json = reference.json(namespace);
      FleetOutcome outcome =
          StartedRollout.start(temporal.client(), namespace, json)
              .await(within(points.size()).toSeconds());
      List<String> left = awaitRest(clusters);
      passage.gate().end();
      left.addAll(deliver(clusters));
      return run(recorder.history(), json, outcome, left);
    } finally {
      passage.gate().end();
      worker.join();
      clusters.values().forEach(client -> Service.remove(client, namespace));
    }
  }

  private static Duration within(int points) {
    return WITHIN.plus(ONE_MORE.multipliedBy(Math.max(0, points - 1)));
  }

  /** Until nothing is left to do anywhere; what is, a sentence each. */
  private List<String> awaitRest(SortedMap<String, KubernetesClient> clusters) {
    List<String> left = new ArrayList<>();
    if (!Rest.until(() -> temporal.open().isEmpty(), WORKFLOWS_END)) {
      left.add("workflows must end within %s, got %s".formatted(WORKFLOWS_END, temporal.open()));
    }
    if (!Rest.until(() -> passage.gate().quiet(QUIET), WORKFLOWS_END)) {
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
      return passage.gate().deliver() ? awaitRest(clusters) : List.of();
    } catch (Exception failure) {
      return List.of("a late write must be answered, got " + failure);
    }
  }

  private Run run(History history, String json, FleetOutcome outcome, List<String> left) {
    Intent intent = Asked.of(json, worker.join().fleet());
    List<String> flaws = new ArrayList<>(left);
    Monitor.violations(history, intent).forEach(it -> flaws.add(it.toString()));
    flaws.addAll(Monitor.gaps(history, intent, List.copyOf(outcome.clusters().keySet())));
    return new Run(
        passage.gate().calls(),
        EndState.of(history, outcome, namespace()),
        passage.gate().met(),
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

  /**
   * In the middle of a call of the worker. To start one computes for long, which would keep the
   * virtual threads of others waiting.
   */
  private void replace() {
    worker.join().kill();
    passage.lost();
    CompletableFuture<Life> next = new CompletableFuture<>();
    worker = next;
    Thread.ofPlatform().start(() -> begin(next));
  }

  private void begin(CompletableFuture<Life> next) {
    try {
      next.complete(lives.begin(machine));
      passage.gate().replaced();
    } catch (RuntimeException failure) {
      next.completeExceptionally(failure);
    }
  }

  /** Lets its worker end by itself. */
  void end() {
    worker.join().close();
    closeAround();
  }

  @Override
  public void close() {
    worker.thenAccept(Life::kill).exceptionally(neverLived -> null).join();
    closeAround();
  }

  private void closeAround() {
    passage.close();
    temporal.close();
  }
}
