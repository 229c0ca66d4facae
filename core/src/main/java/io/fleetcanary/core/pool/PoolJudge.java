package io.fleetcanary.core.pool;

import io.fleetcanary.core.analysis.Figures;
import io.fleetcanary.core.evidence.FleetEvidence;
import io.fleetcanary.core.evidence.FleetEvidence.Report;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.Logs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Whether clusters have proved something together, and whether that is about the revision or about
 * one of them.
 *
 * <p>The mean over comparisons of what the fleet proves must reach 1/α. It is the revision where
 * the product over clusters outweighs the mean over them, and still says something without the
 * cluster that says most; otherwise it is that cluster, if it says something itself. What clusters
 * have said that are through blames nobody who still bakes.
 */
final class PoolJudge {
  /** What clusters must say without the loudest of them, before it is not that one alone. */
  private static final double SUSPICION = Math.log(10);

  private final Pool pool;

  PoolJudge(Pool pool) {
    this.pool = pool;
  }

  Optional<PoolVerdict> verdict() {
    int comparisons = pool.comparisons().size();
    double[] logs = IntStream.range(0, comparisons).mapToDouble(i -> weigh(i).log()).toArray();
    if (pool.inFlight().isEmpty() || Logs.mean(logs) < -Math.log(pool.alpha())) {
      return Optional.empty();
    }
    int culprit =
        IntStream.range(0, comparisons)
            .boxed()
            .max(Comparator.comparingDouble(i -> logs[i]))
            .orElseThrow();
    Map.Entry<String, InFlight> loudest =
        pool.inFlight().entrySet().stream()
            .max(Comparator.comparingDouble(entry -> entry.getValue().log(culprit)))
            .orElseThrow();
    boolean rest = weigh(culprit, name -> !name.equals(loudest.getKey())).common() >= SUSPICION;
    if (rest && weigh(culprit).everywhere()) {
      return Optional.of(new PoolVerdict(pool.rolloutId(), "", everywhere(culprit)));
    }
    return Optional.of(loudest)
        .filter(it -> it.getValue().log(culprit) >= SUSPICION)
        .map(it -> new PoolVerdict(pool.rolloutId(), it.getKey(), alone(culprit, it)));
  }

  /** What all clusters prove in one comparison. */
  FleetEvidence weigh(int comparison) {
    return weigh(comparison, any -> true);
  }

  private FleetEvidence weigh(int comparison, Predicate<String> who) {
    List<Report> reports =
        pool.inFlight().entrySet().stream()
            .filter(entry -> who.test(entry.getKey()))
            .map(entry -> entry.getValue().report(comparison))
            .toList();
    return pool.comparisons().get(comparison).weigh(reports, pool.planned());
  }

  private String everywhere(int comparison) {
    Interval sums = pool.comparisons().get(comparison).sums();
    List<InFlight> suspects = new ArrayList<>();
    for (InFlight cluster : pool.inFlight().values()) {
      sums = sums.plus(cluster.sums(comparison));
      if (cluster.log(comparison) > 0) {
        suspects.add(cluster);
      }
    }
    int ended = pool.comparisons().get(comparison).ended();
    return worse(comparison, sums)
        + " in "
        + (ended + pool.inFlight().size())
        + " clusters together"
        + suspects.stream()
            .findFirst()
            .filter(one -> ended == 0) // of those nobody knows any more which showed it
            .map(one -> common(one, suspects, "all that show it have "))
            .orElse("");
  }

  private String alone(int comparison, Map.Entry<String, InFlight> loudest) {
    InFlight cluster = loudest.getValue();
    List<InFlight> suspects =
        pool.inFlight().entrySet().stream()
            .filter(
                it ->
                    it.getKey().equals(loudest.getKey())
                        || it.getValue().log(comparison) >= SUSPICION)
            .map(Map.Entry::getValue)
            .toList();
    int all = pool.seen().clusters();
    int bad = pool.bad().clusters() + suspects.size();
    String others =
        bad > 1
            ? ", like " + bad + " of " + all + " clusters"
            : ", unlike the other " + (all - 1) + " clusters";
    return worse(comparison, cluster.sums(comparison))
        + (all == 1 ? "" : others)
        + common(cluster, suspects, bad > 1 ? "only those have " : "only it has ")
        + ", cluster "
        + loudest.getKey();
  }

  /** Labels that all suspects have, and nobody who is not bad. */
  private String common(InFlight one, List<InFlight> suspects, String how) {
    List<String> labels = new ArrayList<>();
    for (Map.Entry<String, String> label : one.labels().entrySet()) {
      String text = Classes.text(label.getKey(), label.getValue());
      long having = suspects.stream().filter(it -> has(it, label)).count();
      boolean all = having == suspects.size() && pool.bad().with(text) == pool.bad().clusters();
      int bad = suspects.size() + pool.bad().clusters();
      if (all && pool.seen().with(text) == bad && bad < pool.seen().clusters()) {
        labels.add(text);
      }
    }
    return labels.isEmpty() ? "" : ", " + how + String.join(" and ", labels);
  }

  private static boolean has(InFlight cluster, Map.Entry<String, String> label) {
    SortedMap<String, String> labels = cluster.labels();
    return label.getValue().equals(labels.get(label.getKey()));
  }

  private String worse(int comparison, Interval sums) {
    Comparison it = pool.comparisons().get(comparison);
    return it.metric()
        + " "
        + Figures.percent(sums.canary().rate())
        + " > "
        + Figures.factor(it.by())
        + " x stable's "
        + Figures.percent(sums.stable().rate())
        + ", n = "
        + sums.canary().requests();
  }
}
