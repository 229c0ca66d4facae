package io.fleetcanary.lab.bench;

import io.fleetcanary.lab.bench.measure.AuditLog;
import io.fleetcanary.lab.bench.measure.Cost;
import io.fleetcanary.lab.bench.measure.Processes;
import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.bench.stand.StandCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Measures what a piece of work costs on a stand. */
final class Meter {
  static final String WORKER = "worker";
  static final String TEMPORAL = "temporal";
  static final String API = "api servers";
  static final String CONTROLLERS = "controllers";
  static final String FLOOR = "floor";

  private static final Duration IDLE = Duration.ofSeconds(15);

  /** What a piece of work leaves to be done, such as pods that go. */
  private static final Duration SETTLE = Duration.ofSeconds(1);

  private final List<Path> audits;
  private final Processes processes;
  private SortedMap<String, Double> idle = new TreeMap<>();

  /** Of a stand whose worker runs, and the floor program. */
  Meter(Stand stand, long floor) {
    audits = stand.clusters().stream().map(StandCluster::audit).toList();
    SortedMap<String, List<Long>> pids = new TreeMap<>();
    pids.put(WORKER, List.of(stand.workerPid()));
    pids.put(TEMPORAL, List.of(stand.temporal().pid()));
    pids.put(FLOOR, List.of(floor));
    pids.put(API, pids(stand, List.of("kube-apiserver", "etcd")));
    pids.put(CONTROLLERS, pids(stand, List.of("kube-controller-manager", "kube-scheduler")));
    processes = new Processes(pids);
  }

  /** Watches everything do nothing for a while; that is taken off from then on. */
  SortedMap<String, Double> rest() {
    idle = new TreeMap<>();
    Cost cost = of(() -> Pause.of(IDLE));
    cost.processor().forEach((role, seconds) -> idle.put(role, seconds / IDLE.toSeconds()));
    return idle;
  }

  SortedMap<String, Double> resident() {
    return processes.resident();
  }

  /** What it costs, what it leaves to be done included. */
  Cost of(Runnable work) {
    SortedMap<String, Double> before = processes.seconds();
    Instant from = Instant.now();
    work.run();
    Instant end = Instant.now();
    Pause.of(SETTLE);
    Instant to = Instant.now();
    SortedMap<String, Double> used =
        Cost.used(before, processes.seconds(), idle, seconds(from, to));
    return new Cost(seconds(from, end), used, AuditLog.calls(audits, from, to));
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  private static List<Long> pids(Stand stand, List<String> programs) {
    return stand.clusters().stream()
        .map(cluster -> cluster.cluster().pids())
        .flatMap(all -> programs.stream().map(program -> all.getOrDefault(program, 0L)))
        .toList();
  }
}
