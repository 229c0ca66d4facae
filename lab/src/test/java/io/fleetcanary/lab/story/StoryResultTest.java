package io.fleetcanary.lab.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.lab.dataplane.LoadReport;
import io.fleetcanary.lab.dataplane.LoadReport.Outcome;
import io.fleetcanary.lab.invariant.Invariant;
import io.fleetcanary.lab.invariant.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a story must notice, with a first cluster {@code a} and a culprit {@code b}. */
class StoryResultTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T12:00:00Z");
  private static final String OLD = "old";
  private static final String BAD = "bad";

  private final Trail trail = new Trail();
  private List<Outcome> inFirst = List.of(answer(0, 200, OLD));
  private List<Violation> violations = List.of();
  private List<String> gaps = List.of();
  private List<Outcome> inCulprit = List.of(answer(0, 200, OLD), answer(3, 500, BAD));

  @Test
  void isContentWhenTheBadVersionWasCaughtWhereItIsBad() {
    heard(2, ClusterPhase.PROBATION, ClusterPhase.BAKING);
    heard(9, ClusterPhase.ROLLED_BACK, ClusterPhase.ROLLED_BACK);

    assertThat(caught("errors 30 % > limit 5 %, n = 40, cluster b")).isEmpty();
  }

  @Test
  void noticesThatAnotherClusterWasTheReason() {
    heard(2, ClusterPhase.PROBATION, ClusterPhase.BAKING);

    assertThat(caught("canary is not ready, cluster a"))
        .containsExactly("cluster b must be the reason, got: canary is not ready, cluster a");
  }

  @Test
  void noticesThatTheFirstClusterHadNotBeenPromoted() {
    heard(2, ClusterPhase.BAKING, ClusterPhase.QUEUED);

    assertThat(caught("errors 30 % > limit 5 %, n = 40, cluster b"))
        .containsExactly("cluster a must have been in probation before, got none");
  }

  @Test
  void noticesFailuresThatAreNotTheBadVersionsOwn() {
    heard(2, ClusterPhase.PROBATION, ClusterPhase.BAKING);
    inFirst = List.of(answer(4, 500, BAD));
    inCulprit = List.of(answer(4, 503, ""));

    assertThat(caught("errors 30 % > limit 5 %, n = 40, cluster b"))
        .containsExactly(
            "every request in a must be answered with 200, got 1 with 500",
            "every request in b must be answered with 200, got 1 with 503");
  }

  @Test
  void noticesACanaryThatStillAnswersWhereItHasComeBack() {
    heard(2, ClusterPhase.PROBATION, ClusterPhase.BAKING);
    heard(9, ClusterPhase.ROLLED_BACK, ClusterPhase.ROLLED_BACK);
    inCulprit = List.of(answer(10, 200, BAD));

    assertThat(caught("errors 30 % > limit 5 %, n = 40, cluster b"))
        .containsExactly("bad must not answer in b any more, got 1 answers");
  }

  @Test
  void noticesFailuresDuringAnAbort() {
    inFirst = List.of(answer(4, 502, ""));
    inCulprit = List.of(answer(4, 200, OLD));

    assertThat(result(FleetPhase.ABORTED, "aborted by story").flawsOfAbort(BAD))
        .containsExactly("every request in a must be answered with 200, got 1 with 502");
  }

  @Test
  void noticesThatARevisionBrokeAnInvariantThoughItEndedWell() {
    violations = List.of(new Violation(Invariant.I3, "a, HTTPRoute chat at version 7", "too much"));
    gaps = List.of("b: Pods");
    inCulprit = List.of(answer(4, 200, OLD));

    assertThat(result(FleetPhase.ABORTED, "aborted by story").flawsOfAbort(BAD))
        .containsExactly(
            "I3 (no more weight than the step has): a, HTTPRoute chat at version 7: too much",
            "objects must be watched all the time, got: b: Pods");
  }

  private List<String> caught(String reason) {
    return result(FleetPhase.ROLLED_BACK, reason).flawsOfCatch(BAD, "a", "b");
  }

  private StoryResult result(FleetPhase ending, String reason) {
    return new StoryResult(
        new FleetOutcome("chat-1", ending, reason, new TreeMap<>()),
        trail,
        new TreeMap<>(Map.of("a", new LoadReport(inFirst, 0), "b", new LoadReport(inCulprit, 0))),
        new TreeMap<>(),
        new TreeMap<>(),
        violations,
        gaps);
  }

  private void heard(int second, ClusterPhase first, ClusterPhase culprit) {
    trail.add(
        BEGIN.plusSeconds(second),
        new FleetStatus(
            "rollout/inference/chat",
            "chat-1",
            "chat",
            "inference",
            "v2",
            "d1ge57",
            FleetPhase.RELEASING,
            "",
            List.of(
                new WaveStatus("first", List.of(cluster("a", first))),
                new WaveStatus("second", List.of(cluster("b", culprit)))),
            List.of(),
            List.of()));
  }

  private static ClusterStatus cluster(String name, ClusterPhase phase) {
    return new ClusterStatus(name, phase, TrafficWeight.NONE, ShareSeen.NONE, List.of(), "", BEGIN);
  }

  private static Outcome answer(int second, int status, String revision) {
    return new Outcome(BEGIN.plusSeconds(second), status, revision, "", Duration.ofMillis(5));
  }
}
