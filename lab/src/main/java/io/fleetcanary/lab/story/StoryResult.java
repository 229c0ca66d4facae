package io.fleetcanary.lab.story;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.dataplane.LoadReport;
import io.fleetcanary.lab.invariant.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * How a story went.
 *
 * @param outcome how the rollout ended
 * @param trail what it said on the way
 * @param answers what callers saw, per cluster
 * @param before what the clusters' objects asked for before
 * @param after and afterwards
 * @param violations revisions of objects that broke an invariant on the way
 * @param gaps when nobody was looking at them
 */
public record StoryResult(
    FleetOutcome outcome,
    Trail trail,
    SortedMap<String, LoadReport> answers,
    SortedMap<String, Snapshot> before,
    SortedMap<String, Snapshot> after,
    List<Violation> violations,
    List<String> gaps) {
  public StoryResult {
    violations = List.copyOf(violations);
    gaps = List.copyOf(gaps);
    answers = new TreeMap<>(answers);
    before = new TreeMap<>(before);
    after = new TreeMap<>(after);
  }

  /** What was not as it must be at some revision of some object, however it ended. */
  public List<String> flawsOfRevisions() {
    List<String> flaws = new ArrayList<>();
    violations.forEach(violation -> flaws.add(violation.toString()));
    gaps.forEach(gap -> flaws.add("objects must be watched all the time, got: " + gap));
    return flaws;
  }

  /** What is not as it must be after a promotion from {@code oldImage} to {@code newImage}. */
  public List<String> flawsOfPromotion(String oldImage, String newImage) {
    List<String> flaws = flawsOfRevisions();
    checkEnding(flaws, FleetPhase.PROMOTED);
    checkObjects(flaws, snapshot -> snapshot.replacing(oldImage, newImage));
    answers.forEach((cluster, seen) -> checkAnswered(flaws, cluster, seen));
    answers.forEach((cluster, seen) -> checkShares(flaws, new Shares(cluster, newImage, seen)));
    return flaws;
  }

  /** What is not as it must be after everything went back. */
  public List<String> flawsOfReturn(FleetPhase ending) {
    List<String> flaws = flawsOfRevisions();
    checkEnding(flaws, ending);
    checkObjects(flaws, UnaryOperator.identity());
    return flaws;
  }

  /** After an abort of a rollout of a faultless {@code image}: callers must not have noticed it. */
  public List<String> flawsOfAbort(String image) {
    List<String> flaws = flawsOfReturn(FleetPhase.ABORTED);
    answers.forEach((cluster, seen) -> checkAnswered(flaws, cluster, seen));
    answers.forEach((cluster, seen) -> checkGone(flaws, cluster, image, seen));
    return flaws;
  }

  /**
   * After {@code image} was caught in {@code culprit}, the only cluster in which it is bad, when
   * {@code first} had been promoted already: only callers of that canary may have noticed it.
   */
  public List<String> flawsOfCatch(String image, String first, String culprit) {
    List<String> flaws = flawsOfReturn(FleetPhase.ROLLED_BACK);
    if (!outcome.reason().endsWith("cluster " + culprit)) {
      flaws.add("cluster %s must be the reason, got: %s".formatted(culprit, outcome.reason()));
    }
    if (trail.first(first, ClusterPhase.PROBATION).isEmpty()) {
      flaws.add("cluster " + first + " must have been in probation before, got none");
    }
    answers.forEach(
        (cluster, seen) ->
            checkAnswered(flaws, cluster, cluster.equals(culprit) ? without(image, seen) : seen));
    answers.forEach((cluster, seen) -> checkGone(flaws, cluster, image, seen));
    return flaws;
  }

  private static LoadReport without(String image, LoadReport seen) {
    return new LoadReport(
        seen.outcomes().stream().filter(answer -> !answer.revision().equals(image)).toList(),
        seen.late());
  }

  /** Once a cluster has come back, nothing of the image is left that could answer. */
  private void checkGone(List<String> flaws, String cluster, String image, LoadReport seen) {
    trail
        .first(cluster, ClusterPhase.ROLLED_BACK)
        .map(back -> seen.since(back).byRevision().getOrDefault(image, 0L))
        .filter(answered -> answered > 0)
        .ifPresent(
            answered ->
                flaws.add(
                    "%s must not answer in %s any more, got %d answers"
                        .formatted(image, cluster, answered)));
  }

  private void checkEnding(List<String> flaws, FleetPhase expected) {
    if (outcome.ending() != expected) {
      flaws.add(
          "the rollout must end %s, got %s: %s"
              .formatted(expected, outcome.ending(), outcome.reason()));
    }
  }

  private void checkObjects(List<String> flaws, UnaryOperator<Snapshot> wanted) {
    before.forEach(
        (cluster, snapshot) -> {
          Snapshot should = wanted.apply(snapshot);
          Snapshot is = after.getOrDefault(cluster, new Snapshot(new TreeMap<>()));
          if (!should.equals(is)) {
            flaws.add("objects in %s must be%n%s%ngot%n%s".formatted(cluster, should, is));
          }
        });
  }

  private void checkShares(List<String> flaws, Shares shares) {
    trail.bakes(shares.cluster()).forEach(bake -> shares.flaw(bake).ifPresent(flaws::add));
  }

  private static void checkAnswered(List<String> flaws, String cluster, LoadReport seen) {
    seen.byStatus().entrySet().stream()
        .filter(status -> status.getKey() != 200)
        .forEach(
            status ->
                flaws.add(
                    "every request in %s must be answered with 200, got %d with %d"
                        .formatted(cluster, status.getValue(), status.getKey())));
  }
}
