package io.fleetcanary.core.pool;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.pool.InFlight.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * What a rollout's clusters have reported so far. It grows with the clusters in flight up to 200 of
 * them, or 4400 comparisons of clusters where that is less; not with those that are done, and not
 * with time. So it fits into a payload whatever clusters see.
 *
 * @param planned clusters of the rollout
 * @param alpha chance of a false alarm of all of it
 * @param comparisons in the template's order
 * @param inFlight clusters whose bakes are not over, by name
 * @param done {@code <cluster>/<attempt>} that are out of it, the last hundred: what is said twice
 *     must not count twice
 * @param seen clusters that have reported
 * @param bad those of them that are out of it because the fault is theirs
 * @param over whether the revision has been proved bad: there is nothing more to say
 * @param blamed what was last known of clusters that are out of it because the fault is theirs, for
 *     explanations; the first twenty, fewer where there are more than 11 comparisons
 * @param packed clusters {@code inFlight}, then those {@code blamed}, where they are many: a
 *     payload has them here rather than there, see {@link #small}
 */
public record Pool(
    String rolloutId,
    int planned,
    double alpha,
    List<Comparison> comparisons,
    SortedMap<String, InFlight> inFlight,
    List<String> done,
    Classes seen,
    Classes bad,
    boolean over,
    SortedMap<String, InFlight> blamed,
    List<String> packed) {
  private static final int MOST_DONE = 100;
  private static final int MOST_BLAMED = 20;

  /**
   * Who comes later is left out until one of them is through: enough to prove anything, and the
   * state fits into a payload and is weighed within milliseconds.
   */
  private static final int MOST_IN_FLIGHT = 200;

  /** The same in comparisons of clusters, none of which takes more than 420 characters. */
  private static final int MOST_TALLIES = 4400;

  /** Comparisons of clusters that a payload shows as they are: about 100 kB. */
  private static final int MOST_SHOWN = 220;

  /** Older versions forgot who was {@code blamed}, and packed nothing. */
  public Pool {
    comparisons = List.copyOf(comparisons);
    inFlight = Collections.unmodifiableSortedMap(new TreeMap<>(inFlight));
    done = List.copyOf(done);
    SortedMap<String, InFlight> known = Objects.requireNonNullElse(blamed, new TreeMap<>());
    blamed = Collections.unmodifiableSortedMap(new TreeMap<>(known));
    packed = List.copyOf(Objects.requireNonNullElse(packed, List.of()));
  }

  /** With all of it in the open. */
  public Pool(
      String rolloutId,
      int planned,
      double alpha,
      List<Comparison> comparisons,
      SortedMap<String, InFlight> inFlight,
      List<String> done,
      Classes seen,
      Classes bad,
      boolean over,
      SortedMap<String, InFlight> blamed) {
    this(
        rolloutId, planned, alpha, comparisons, inFlight, done, seen, bad, over, blamed, List.of());
  }

  /** As it is sent: the same, in less than 2 MB, and to be read by people while it is not much. */
  public Pool small() {
    int tallies = (inFlight.size() + blamed.size()) * comparisons.size();
    return tallies <= MOST_SHOWN
        ? this
        : having(none(), none(), List.of(Packed.of(inFlight), Packed.of(blamed)));
  }

  /** As it was before it was sent. */
  public Pool whole() {
    return packed.size() < 2
        ? this
        : having(Packed.clusters(packed.get(0)), Packed.clusters(packed.get(1)), List.of());
  }

  private Pool having(
      SortedMap<String, InFlight> clusters,
      SortedMap<String, InFlight> culprits,
      List<String> others) {
    return new Pool(
        rolloutId, planned, alpha, comparisons, clusters, done, seen, bad, over, culprits, others);
  }

  private static SortedMap<String, InFlight> none() {
    return Collections.emptySortedMap();
  }

  /** Empty where there is nothing to pool: one cluster, or nothing that is compared. */
  public static Optional<Pool> of(RolloutPlan plan) {
    int clusters = plan.waves().stream().mapToInt(wave -> wave.clusters().size()).sum();
    List<Comparison> comparisons =
        plan.rules().analysis().metrics().stream().flatMap(it -> of(it).stream()).toList();
    // what clusters together may use alone, they may use together once more: half and half
    double alpha = plan.rules().analysis().alpha() * clusters;
    return clusters < 2 || comparisons.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Pool(
                plan.rolloutId(),
                clusters,
                alpha,
                comparisons,
                new TreeMap<>(),
                List.of(),
                Classes.NONE,
                Classes.NONE,
                false,
                Collections.emptySortedMap()));
  }

  private static List<Comparison> of(Metric metric) {
    List<Comparison> comparisons = new ArrayList<>();
    for (Criterion criterion : metric.criteria()) {
      if (criterion instanceof Criterion.Worse worse
          && !(metric instanceof Metric.Gauge)
          && metric.decides()) {
        comparisons.add(Comparison.none(metric.name(), worse.by()));
      }
    }
    return comparisons;
  }

  /** Takes a report; says what clusters have proved together with it. */
  public Taken take(PoolReport report) {
    if (over || !isOurs(report) || done.contains(name(report)) || hasNoRoom(report)) {
      return new Taken(this, Optional.empty());
    }
    Pool pool = with(report);
    Optional<PoolVerdict> verdict = new PoolJudge(pool).verdict();
    if (verdict.isPresent() && verdict.get().everywhere()) {
      return new Taken(pool.ended(), verdict);
    }
    String culprit = verdict.map(PoolVerdict::cluster).orElse("");
    pool = culprit.isEmpty() ? pool : pool.without(culprit);
    return switch (report.ending()) {
      case GOES_ON -> new Taken(pool, verdict);
      case PASSED -> new Taken(pool.withoutPassed(report.cluster()), verdict);
      case FAILED ->
          // it has said so itself, and goes back already
          new Taken(
              pool.without(report.cluster()),
              verdict.filter(it -> !culprit.equals(report.cluster())));
    };
  }

  private boolean isOurs(PoolReport report) {
    boolean rollout =
        report.rolloutId().equals(rolloutId) || report.rolloutId().startsWith(rolloutId + ".");
    return rollout && report.parts().size() == comparisons.size();
  }

  private boolean hasNoRoom(PoolReport report) {
    int room = Math.clamp(MOST_TALLIES / Math.max(1, comparisons.size()), 1, MOST_IN_FLIGHT);
    return inFlight.size() >= room && !inFlight.containsKey(report.cluster());
  }

  private static String name(PoolReport report) {
    return report.cluster() + "/" + report.attempt();
  }

  private Pool with(PoolReport report) {
    InFlight before = inFlight.getOrDefault(report.cluster(), InFlight.none(report));
    boolean isNew = !inFlight.containsKey(report.cluster());
    SortedMap<String, InFlight> clusters = new TreeMap<>(inFlight);
    List<Comparison> learnt = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      Comparison comparison = comparisons.get(i);
      learnt.add(before.learnt() ? comparison : comparison.learnt(report.parts().get(i).past()));
    }
    clusters.put(report.cluster(), before.with(report, learnt));
    Classes known = isNew ? seen.plus(report.labels()) : seen;
    return new Pool(rolloutId, planned, alpha, learnt, clusters, done, known, bad, over, blamed);
  }

  private Pool ended() {
    return new Pool(
        rolloutId, planned, alpha, comparisons, inFlight, done, seen, bad, true, blamed);
  }

  /** Whose bakes have passed: its evidence stays, as part of the sums. */
  private Pool withoutPassed(String cluster) {
    InFlight last = inFlight.get(cluster);
    return last == null ? this : without(cluster, last, Comparison::with);
  }

  /** Whose fault is its own: it proves nothing about the others, and takes no objection back. */
  private Pool without(String cluster) {
    InFlight last = inFlight.get(cluster);
    return last == null ? this : without(cluster, last, Comparison::blaming).blaming(cluster, last);
  }

  private Pool without(
      String cluster, InFlight last, BiFunction<Comparison, Tally, Comparison> how) {
    List<Comparison> left = new ArrayList<>();
    for (int i = 0; i < comparisons.size(); i++) {
      left.add(how.apply(comparisons.get(i), last.tallies().get(i)));
    }
    SortedMap<String, InFlight> others = new TreeMap<>(inFlight);
    others.remove(cluster);
    List<String> known = new ArrayList<>(done);
    known.add(cluster + "/" + last.attempt());
    List<String> newest = known.subList(Math.max(0, known.size() - MOST_DONE), known.size());
    return new Pool(rolloutId, planned, alpha, left, others, newest, seen, bad, over, blamed);
  }

  private Pool blaming(String cluster, InFlight last) {
    SortedMap<String, InFlight> more = new TreeMap<>(blamed);
    int most = Math.min(MOST_BLAMED, MOST_TALLIES / 20 / comparisons.size());
    if (more.size() < most || more.containsKey(cluster)) {
      more.put(cluster, last);
    }
    Classes worse = bad.plus(last.labels());
    return new Pool(
        rolloutId, planned, alpha, comparisons, inFlight, done, seen, worse, over, more);
  }

  /** The pool with a report taken. */
  public record Taken(Pool pool, Optional<PoolVerdict> verdict) {}
}
