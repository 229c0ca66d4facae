package io.fleetcanary.core.plan;

import io.fleetcanary.core.document.CanonicalJson;
import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.document.RecordTree;
import io.fleetcanary.core.fleet.ClusterSelection;
import io.fleetcanary.core.fleet.FleetSurvey;
import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.core.fleet.SelectedWave;
import io.fleetcanary.core.fleet.SurveyedCluster;
import io.fleetcanary.core.policy.KnownFleet;
import io.fleetcanary.core.policy.PolicyCheck;
import io.fleetcanary.core.policy.PolicyCheck.Quorums;
import io.fleetcanary.core.spec.RolloutSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns what a user wrote into what will happen: every default filled in, every cluster named,
 * nothing left to look up. Without clock, chance and outside, so the same question has the same
 * answer.
 */
public final class Planner {
  /** Chance that a rollout of a good revision is called bad by any of its checks. */
  static final double FALSE_ALARMS = 0.01;

  /** Bytes of a child's input; histories of large fleets are made of them. */
  static final int LARGEST_CLUSTER_PLAN = 4096;

  private final RolloutSpec spec;
  private final List<SelectedWave> waves;
  private final Quorums quorums;
  private final String rolloutId;
  private final SortedMap<String, SurveyedCluster> surveyed = new TreeMap<>();

  private Planner(
      RolloutSpec spec,
      List<SelectedWave> waves,
      Quorums quorums,
      String rolloutId,
      List<SurveyedCluster> surveys) {
    this.spec = spec;
    this.waves = waves;
    this.quorums = quorums;
    this.rolloutId = rolloutId;
    surveys.forEach(survey -> surveyed.put(survey.name(), survey));
  }

  /**
   * Makes the plan, or says all that stands against it.
   *
   * @param fleet all clusters that are known, and what is allowed there
   * @param surveys one for each selected cluster, in any order
   * @param rolloutId {@code <service>-<yyyyMMddHHmmss>-<4 hex>}; not part of the digest
   */
  public static Checked<RolloutPlan> plan(
      RolloutSpec spec, KnownFleet fleet, List<SurveyedCluster> surveys, String rolloutId) {
    return ClusterSelection.select(spec, fleet.clusters())
        .then(
            waves ->
                PolicyCheck.check(fleet.policy(), spec, waves)
                    .then(
                        quorums ->
                            container(spec, waves, surveys)
                                .then(
                                    container ->
                                        new Planner(spec, waves, quorums, rolloutId, surveys)
                                            .plan(container))));
  }

  /** The container that changes, or all that the surveys have against the rollout. */
  private static Checked<String> container(
      RolloutSpec spec, List<SelectedWave> waves, List<SurveyedCluster> surveys) {
    Checked<String> container = FleetSurvey.container(waves, surveys);
    List<Problem> problems = new ArrayList<>();
    if (container instanceof Checked.Invalid<String> invalid) {
      problems.addAll(invalid.problems());
    }
    problems.addAll(new RoomRule(spec, surveys).problems(waves));
    return problems.isEmpty() ? container : new Checked.Invalid<>(problems);
  }

  private Checked<RolloutPlan> plan(String container) {
    Revision revision = revision(spec, container);
    RolloutPlan nameless = plan(revision, "", "");
    RolloutPlan plan = plan(revision, rolloutId, CanonicalJson.digest(RecordTree.of(nameless)));
    int size = largestClusterPlan(plan);
    return size <= LARGEST_CLUSTER_PLAN
        ? new Checked.Valid<>(plan)
        : new Checked.Invalid<>(List.of(tooLarge(size)));
  }

  /**
   * The digest is of all but the id: what was asked, with every default, and whom it touches. So a
   * default or a queue that changes between preview and start asks for a new approval.
   */
  private RolloutPlan plan(Revision revision, String id, String digest) {
    return new RolloutPlan(
        id,
        spec.service(),
        spec.namespace(),
        revision,
        Defaults.rules(spec, alpha()),
        IntStream.range(0, waves.size()).mapToObj(this::wave).toList(),
        Defaults.failure(spec),
        quorums.holds(),
        digest);
  }

  /** What is new, in this container. */
  public static Revision revision(RolloutSpec spec, String container) {
    return new Revision(spec.revision().name(), container, changes(spec));
  }

  /** Image, variables by name, arguments. */
  private static List<Revision.Change> changes(RolloutSpec spec) {
    List<Revision.Change> changes = new ArrayList<>();
    if (spec.revision().image() != null) {
      changes.add(new Revision.Image(spec.revision().image()));
    }
    spec.revision().env().forEach((name, value) -> changes.add(new Revision.Env(name, value)));
    if (spec.revision().args() != null) {
      changes.add(new Revision.Args(spec.revision().args()));
    }
    return changes;
  }

  private Wave wave(int number) {
    SelectedWave wave = waves.get(number);
    return new Wave(
        wave.wave().name(),
        wave.clusters().stream().map(this::target).toList(),
        Defaults.parallel(wave),
        Defaults.steps(spec, wave.wave()).stream().flatMap(Planner::instructions).toList(),
        Defaults.gate(wave.wave(), quorums.gates().get(number)));
  }

  private ClusterTarget target(KnownCluster cluster) {
    SurveyedCluster seen = surveyed.get(cluster.name());
    return seen == null
        ? new ClusterTarget(cluster.name(), cluster.taskQueue())
        : new ClusterTarget(
            cluster.name(), cluster.taskQueue(), seen.routes(), seen.identity(), seen.scaler());
  }

  private static Stream<Step> instructions(RolloutSpec.Step step) {
    TrafficWeight weight = new TrafficWeight(step.weight());
    return Stream.of(
        new Step.SetScale(weight), new Step.SetWeight(weight), new Step.Watch(step.bake()));
  }

  /**
   * The chance of a false alarm that all watches of one cluster together may use, so that by the
   * union bound all clusters together stay within {@link #FALSE_ALARMS}; within half of it where
   * clusters are also weighed together, which has the other half.
   */
  private double alpha() {
    long clusters = waves.stream().mapToLong(wave -> wave.clusters().size()).sum();
    boolean pooled = clusters > 1 && Defaults.analysis(spec, 0).compares();
    return FALSE_ALARMS / (pooled ? 2 : 1) / clusters;
  }

  /** Bytes of the largest input of a child: plans of one wave differ in their cluster only. */
  private static int largestClusterPlan(RolloutPlan plan) {
    // within a wave only the cluster itself differs: one plan of each wave says it all
    return plan.waves().stream()
        .mapToInt(
            wave ->
                wave.clusters().stream()
                    .max(Comparator.comparingInt(it -> it.toString().length()))
                    .map(it -> CanonicalJson.size(RecordTree.of(plan.clusterPlan(wave, it, 1))))
                    .orElse(0))
        .max()
        .orElse(0);
  }

  private static Problem tooLarge(int size) {
    return new Problem(
        "spec",
        "must give each cluster a plan of at most " + LARGEST_CLUSTER_PLAN + " bytes, got " + size,
        "shorten queries, variables and arguments, or have fewer metrics");
  }
}
