package io.fleetcanary.starter.watch;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.pool.InFlight;
import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.report.Counted;
import io.fleetcanary.starter.screen.Trend;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * How the metrics of a rollout went since somebody began to watch, over all clusters together: from
 * the fleet's pool of evidence, which hears of every bake while it lasts, else from the findings of
 * watches that are over.
 */
final class Trends {
  private static final int MOST = 8;
  private static final Interval NOTHING = new Interval(Counts.NONE, Counts.NONE);

  private final SequencedMap<String, Deque<Interval>> looks = new LinkedHashMap<>();
  private final Map<String, Interval> told = new HashMap<>();
  private final Map<String, Finding> judged = new HashMap<>();
  private final Set<String> pooled = new HashSet<>();

  /** What clusters under way have told by now. */
  void see(Pool pool) {
    SequencedMap<String, Interval> fresh = new LinkedHashMap<>();
    for (int i = 0; i < pool.comparisons().size(); i++) {
      String metric = pool.comparisons().get(i).metric();
      pooled.add(metric);
      fresh.putIfAbsent(metric, fresh(pool, i));
    }
    fresh.forEach(this::add);
  }

  private Interval fresh(Pool pool, int comparison) {
    Interval sum = NOTHING;
    for (Map.Entry<String, InFlight> cluster : pool.inFlight().entrySet()) {
      InFlight bake = cluster.getValue();
      String key = cluster.getKey() + "/" + bake.attempt() + "/" + bake.step() + "/" + comparison;
      Interval now = bake.tallies().get(comparison).sums();
      Interval before = told.getOrDefault(key, NOTHING);
      told.put(key, now);
      sum =
          sum.plus(
              new Interval(
                  more(now.canary(), before.canary()), more(now.stable(), before.stable())));
    }
    return sum;
  }

  /** Counters only grow; where they did not, it is another one. */
  private static Counts more(Counts now, Counts before) {
    long requests = now.requests() - before.requests();
    long bad = now.bad() - before.bad();
    return bad < 0 || bad > requests ? now : new Counts(requests, bad);
  }

  /** What watches that are over have found. */
  void see(FleetStatus status) {
    SequencedMap<String, Interval> fresh = new LinkedHashMap<>();
    status.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .forEach(cluster -> cluster.findings().forEach(it -> judge(cluster, it, fresh)));
    fresh.forEach(this::add);
  }

  private void judge(ClusterStatus cluster, Finding finding, Map<String, Interval> fresh) {
    boolean news = !finding.equals(judged.put(cluster.cluster() + "/" + finding.metric(), finding));
    if (news && !pooled.contains(finding.metric())) {
      Counted.of(finding)
          .ifPresent(counts -> fresh.merge(finding.metric(), counts, Interval::plus));
    }
  }

  private void add(String metric, Interval look) {
    if (look.canary().requests() > 0) {
      Deque<Interval> known = looks.computeIfAbsent(metric, any -> new ArrayDeque<>());
      known.addLast(look);
      if (known.size() > MOST) {
        known.removeFirst();
      }
    }
  }

  List<Trend> list() {
    List<Trend> trends = new ArrayList<>();
    looks.forEach((metric, some) -> trends.add(new Trend(metric, List.copyOf(some))));
    return trends;
  }
}
