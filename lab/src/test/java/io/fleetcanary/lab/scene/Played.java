package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.dataplane.LoadReport.Outcome;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StoryResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A scenario that was played.
 *
 * @param stable image before
 * @param canary image that was released
 * @param happened the cues that came, in their order
 * @param missed the cues that never came
 * @param reaction in the first cluster, from the last cue to traffic off being seen
 */
record Played(
    StoryResult result,
    String stable,
    String canary,
    List<Happened> happened,
    List<String> missed,
    Optional<Duration> reaction) {
  private static final Duration SOON = Duration.ofSeconds(5);

  /** Every cue came, and the rollout ended like this; returns its reason. */
  String ended(FleetPhase ending) {
    assertThat(missed)
        .as("cues that never came, %s: %s", result.outcome().ending(), result.outcome().reason())
        .isEmpty();
    assertThat(result.outcome().ending())
        .as("ending, with reason: %s", result.outcome().reason())
        .isEqualTo(ending);
    return result.outcome().reason();
  }

  /** Promoted everywhere, and no caller noticed. */
  void wentWell() {
    ended(FleetPhase.PROMOTED);
    isPromoted();
    answeredAll();
  }

  /**
   * Objects of these clusters ask for exactly what they asked for before; of all when none is
   * named. A rollout that ended without a plan has nothing to say of its clusters.
   */
  void isAsBefore(String... clusters) {
    List<String> wanted = clusters.length == 0 ? all() : List.of(clusters);
    for (String cluster : wanted) {
      asksForTheSame(cluster);
      if (!result.outcome().clusters().isEmpty()) {
        assertThat(result.outcome().clusters().get(cluster))
            .isInstanceOfAny(ClusterOutcome.RolledBack.class, ClusterOutcome.Untouched.class);
      }
    }
  }

  /** Objects of this cluster ask for exactly what they asked for before, however it ended. */
  void asksForTheSame(String cluster) {
    assertThat(result.after().get(cluster)).as(cluster).isEqualTo(result.before().get(cluster));
  }

  /** Objects of these clusters differ from before by the image only; of all when none is named. */
  void isPromoted(String... clusters) {
    List<String> wanted = clusters.length == 0 ? all() : List.of(clusters);
    for (String cluster : wanted) {
      Snapshot before = result.before().get(cluster);
      assertThat(result.after().get(cluster))
          .as(cluster)
          .isEqualTo(before.replacing(stable, canary));
      assertThat(result.outcome().clusters().get(cluster))
          .isInstanceOf(ClusterOutcome.Promoted.class);
    }
  }

  /** Every request was answered with 200. */
  void answeredAll() {
    assertAnswered(request -> true);
  }

  /** Every request that the canary did not answer was answered with 200. */
  void answeredAllButTheCanarys() {
    assertAnswered(request -> !request.revision().equals(canary));
  }

  private void assertAnswered(Predicate<Outcome> which) {
    result
        .answers()
        .forEach(
            (cluster, seen) ->
                assertThat(
                        seen.outcomes().stream()
                            .filter(request -> request.sent().isAfter(begun()))
                            .filter(which)
                            .filter(request -> request.status() != 200)
                            .map(request -> failure(cluster, request)))
                    .as("failed answers in %s", cluster)
                    .isEmpty());
  }

  /** No revision of any object broke an invariant; only these clusters were never claimed. */
  void brokeNothing(String... unclaimed) {
    assertThat(result.flawsOfRevisions())
        .as("revisions of objects")
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(unclaimed)
                .map("objects must be watched all the time, got: %s: no claim was seen"::formatted)
                .toList());
  }

  /** No caller was kept from sending: whatever becomes of a release, its gateway is there. */
  void sentAll() {
    result
        .answers()
        .forEach(
            (cluster, seen) ->
                assertThat(
                        seen.since(begun()).outcomes().stream()
                            .filter(request -> !request.wentOut())
                            .map(request -> failure(cluster, request)))
                    .as("requests that could not be sent in %s", cluster)
                    .isEmpty());
  }

  /** A gateway can stumble before a rollout has begun, which is not the rollout's doing. */
  private Instant begun() {
    return result.trail().entries().getFirst().heard();
  }

  private String failure(String cluster, Outcome request) {
    return "%d at %s, %s"
        .formatted(request.status(), request.sent(), result.trail().doing(cluster, request.sent()));
  }

  /** Traffic was off in the first cluster soon after the last cue. */
  void tookTrafficOffSoon() {
    assertThat(reaction).isPresent();
    assertThat(reaction.orElseThrow()).isLessThan(SOON);
  }

  /** No request in this cluster was ever answered by the canary. */
  void neverServed(String cluster) {
    assertThat(result.answers().get(cluster).byRevision()).doesNotContainKey(canary);
  }

  /** Nothing was ever written in these clusters, and no caller there met the canary. */
  void isUntouched(String... clusters) {
    for (String cluster : clusters) {
      asksForTheSame(cluster);
      neverServed(cluster);
      assertThat(result.outcome().clusters().get(cluster))
          .isInstanceOf(ClusterOutcome.Untouched.class);
      assertThat(
              result.trail().entries().stream().flatMap(entry -> entry.cluster(cluster).stream()))
          .as("phases of %s", cluster)
          .extracting(ClusterStatus::phase)
          .containsOnly(ClusterPhase.QUEUED, ClusterPhase.UNTOUCHED);
    }
  }

  /** How long callers in this cluster saw what shows a regression; empty where none did. */
  Optional<Onset> onset(String cluster, Predicate<Outcome> shows) {
    return Onset.of(
        result.answers().get(cluster).since(begun()).outcomes(),
        request -> request.revision().equals(canary),
        shows);
  }

  /** From when one cluster said that it goes back to the last answer of the canary in another. */
  Duration undone(String promoted, String culprit) {
    Instant ordered =
        result.trail().entries().stream()
            .flatMap(entry -> entry.cluster(culprit).stream())
            .filter(status -> status.phase() == ClusterPhase.RETURNING)
            .map(ClusterStatus::since)
            .findFirst()
            .orElseThrow();
    Instant last =
        result.answers().get(promoted).outcomes().stream()
            .filter(request -> request.revision().equals(canary))
            .map(request -> request.sent().plus(request.latency()))
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return Duration.between(ordered, last);
  }

  /** How long after {@code begin} was first heard {@code end} was. */
  Duration between(Predicate<FleetStatus> begin, Predicate<FleetStatus> end) {
    Instant from = result.trail().first(begin).orElseThrow();
    return Duration.between(from, result.trail().first(end).orElseThrow());
  }

  private List<String> all() {
    return List.copyOf(result.before().keySet());
  }

  /** A cue that came, and the status that it came on. */
  record Happened(String name, Instant at, FleetStatus status) {}
}
