package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.fault.Fault;
import io.fleetcanary.lab.fault.Passage;
import io.fleetcanary.lab.fault.Rule;
import io.fleetcanary.lab.fault.Trap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A scenario on three clusters in two waves, in which requests of the worker about this namespace
 * meet faults. Of the second wave one cluster is spoilt, and the other shows how it goes without.
 */
final class FaultScene {
  /** Long enough for 200 requests, without which no share is judged. */
  private static final String STEPS = "[{\"weight\": 25, \"bake\": \"15s\"}]";

  private static final int REQUESTS_PER_SECOND = 20;

  private final Scene scene;

  FaultScene(Stage stage, String name) {
    scene = stage.scene(name).requestsPerSecond(REQUESTS_PER_SECOND).with("steps", STEPS);
    waves("15s");
  }

  /** Lets the second wave bake so long that an abort meets both of its clusters. */
  FaultScene baking() {
    waves("3m");
    return this;
  }

  private void waves(String secondBake) {
    scene.with(
        "waves",
        """
        [{"name": "first", "clusters": ["%s"]},
         {"name": "rest", "select": "all", "parallel": 2,
          "steps": [{"weight": 25, "bake": "%s"}]}]
        """
            .formatted(first(), secondBake));
  }

  Scene scene() {
    return scene;
  }

  /** The cluster of the first wave. */
  String first() {
    return scene.cluster(0);
  }

  /** One of the second wave. */
  String spoilt() {
    return scene.cluster(1);
  }

  /** The other of the second wave. */
  String other() {
    return scene.cluster(2);
  }

  /** A trap in {@link #spoilt}, set while the first wave bakes: nothing is asked there then. */
  Trap fromTheSecondWave(Rule rule) {
    Trap trap = new Trap(here(rule));
    scene.on("a trap", Moments.bakes(first(), 25), (rollout, status) -> set(spoilt(), trap));
    return trap;
  }

  /** A trap in a cluster from the beginning; the survey writes nothing. */
  Trap atOnce(String cluster, Rule rule) {
    Trap trap = new Trap(here(rule));
    set(cluster, trap);
    return trap;
  }

  /** A trap that is not set yet. */
  Trap trap(Rule rule) {
    return new Trap(here(rule));
  }

  void set(String cluster, Trap trap) {
    scene.fleet().traps(cluster).set(trap);
  }

  /** In both clusters of the second wave the canary has requests. */
  Predicate<FleetStatus> bothBake() {
    return Moments.bakes(spoilt(), 25).and(Moments.bakes(other(), 25));
  }

  /** All but the spoilt cluster are back. */
  Predicate<FleetStatus> othersAreBack() {
    return Stream.of(first(), other())
        .map(cluster -> Moments.in(cluster, ClusterPhase.ROLLED_BACK))
        .reduce(Predicate::and)
        .orElseThrow();
  }

  /** Requests of the worker about this namespace, oldest first. */
  List<Passage> passages(String cluster) {
    String about = "namespaces/" + scene.namespace() + "/";
    return scene.fleet().traps(cluster).passages().stream()
        .filter(passage -> passage.target().contains(about))
        .toList();
  }

  /** When requests in the spoilt cluster met this fault. */
  List<Instant> met(Fault fault) {
    return passages(spoilt()).stream()
        .filter(passage -> passage.fault().equals(Optional.of(fault)))
        .map(Passage::at)
        .toList();
  }

  /** What was written, each write once: whatever was lost on the way, nothing was done twice. */
  void wroteTheSame(String... clusters) {
    List<String> wanted = written(clusters[0]);
    assertThat(wanted).isNotEmpty();
    assertThat(clusters)
        .allSatisfy(
            cluster -> assertThat(written(cluster)).as("written in %s", cluster).isEqualTo(wanted));
  }

  private List<String> written(String cluster) {
    return passages(cluster).stream().filter(Passage::accepted).map(Passage::what).toList();
  }

  private Rule here(Rule rule) {
    return rule.on(rule.methods(), "namespaces/" + scene.namespace() + "/" + rule.path());
  }
}
