package io.fleetcanary.lab.invariant;

import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What was asked for, as far as objects can show whether it is done.
 *
 * @param workload name of stable's Deployment
 * @param container the one that changes; empty for the first one
 * @param image by digest; empty where it does not change
 */
public record Intent(
    String service,
    String workload,
    Optional<String> container,
    Optional<String> image,
    List<Wave> waves) {
  private static final int INSTRUCTIONS_PER_STEP = 3;

  public Intent {
    waves = List.copyOf(waves);
  }

  /**
   * Clusters that are released together.
   *
   * @param parallel how many at once
   * @param approval whether people must consent before the next wave
   */
  public record Wave(
      String name, List<String> clusters, int parallel, List<Step> steps, boolean approval) {
    public Wave {
      clusters = List.copyOf(clusters);
      steps = List.copyOf(steps);
    }
  }

  /**
   * A weight and how long it is watched.
   *
   * @param weight percent
   */
  public record Step(int weight, Duration bake) {}

  /** Where in the waves a cluster comes, from 0; -1 if nobody asked for it. */
  int place(String cluster) {
    return IntStream.range(0, waves.size())
        .filter(at -> waves.get(at).clusters().contains(cluster))
        .findFirst()
        .orElse(-1);
  }

  List<Step> steps(String cluster) {
    int place = place(cluster);
    return place < 0 ? List.of() : waves.get(place).steps();
  }

  /**
   * The step that an instruction belongs to, from 1; 0 before the first weight. Weights come
   * second.
   */
  static int step(int instruction) {
    return (instruction + 1) / INSTRUCTIONS_PER_STEP;
  }

  /** Number of the instruction that takes requests and pods off the canary after promotion. */
  int settling(String cluster) {
    return INSTRUCTIONS_PER_STEP * steps(cluster).size() + 2;
  }

  /** Percent that the canary may have once this instruction has been written. */
  int weightAt(String cluster, int instruction) {
    int step = Math.min(step(instruction), steps(cluster).size());
    return step == 0 || instruction >= settling(cluster)
        ? 0
        : steps(cluster).get(step - 1).weight();
  }

  ObjectKey stable() {
    return new ObjectKey(Kind.DEPLOYMENT, workload);
  }

  ObjectKey canary() {
    return new ObjectKey(Kind.DEPLOYMENT, canaryName());
  }

  ObjectKey canaryService() {
    return new ObjectKey(Kind.SERVICE, canaryName());
  }

  ObjectKey ledger() {
    return new ObjectKey(Kind.CONFIG_MAP, "fleetcanary-" + service);
  }

  String canaryName() {
    return service + "-canary";
  }
}
