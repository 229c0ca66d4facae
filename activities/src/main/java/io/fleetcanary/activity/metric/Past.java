package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.prometheus.Inquiry.Answered;
import io.fleetcanary.activity.prometheus.Inquiry.Question;
import io.fleetcanary.activity.prometheus.Inquiry.Reply;
import io.fleetcanary.activity.prometheus.Inquiry.Unanswered;
import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.query.Selectors;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much stable's own pods differ from each other: four hours of them before the watch, some in
 * the place of the canary, the others in that of stable. Asked for once, before the first request
 * is counted.
 *
 * @param stable all pods that can be compared
 * @param canaries how many of them stand for the canary
 * @param begin of the watch
 */
record Past(Selectors selectors, Track stable, int canaries, Instant begin) {
  /**
   * Twenty-six or twenty-seven values of each counter, ten minutes apart: small, however often it
   * is scraped, and where pods have lived half as long still as many blocks as a dispersion needs.
   */
  private static final String BLOCKS = "[265m:10m]";

  /** A single pod cannot be compared with itself. */
  private static final int LEAST_PODS = 2;

  List<Question> questions() {
    return stable.pods().size() < LEAST_PODS
        ? List.of()
        : Stream.of(selectors.of(), selectors.part()).map(this::question).toList();
  }

  /** Whether there is nothing that another look could find out. */
  boolean settled(Map<Question, Reply> replies) {
    return questions().stream()
        .noneMatch(it -> replies.get(it) instanceof Unanswered none && none.passing());
  }

  /** φ; empty where too little is known. */
  Optional<Double> dispersion(Map<Question, Reply> replies) {
    return Dispersion.of(List.copyOf(blocks(replies).values()));
  }

  /** What each ten minutes had that say anything, by their end; may be empty. */
  SortedMap<Instant, Interval> blocks(Map<Question, Reply> replies) {
    SortedMap<Instant, Interval> blocks = new TreeMap<>();
    if (!questions().isEmpty()) {
      SortedSet<String> chosen = chosen();
      SortedMap<Instant, Tallies> tallies = new TreeMap<>();
      add(replies.get(question(selectors.of())), chosen, tallies, true);
      add(replies.get(question(selectors.part())), chosen, tallies, false);
      tallies.forEach((at, block) -> blocks.put(at, block.interval(selectors)));
      blocks.values().removeIf(block -> !block.informative());
    }
    return blocks;
  }

  /** By hash, so that neither age nor place of a pod decides; at least one pod is left. */
  private SortedSet<String> chosen() {
    long count = Math.max(1, Math.min(canaries, stable.pods().size() - 1));
    Comparator<String> byHash = Comparator.comparingInt(String::hashCode);
    return stable.pods().stream()
        .sorted(byHash.thenComparing(Comparator.naturalOrder()))
        .limit(count)
        .collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
  }

  private void add(
      @Nullable Reply reply,
      SortedSet<String> chosen,
      SortedMap<Instant, Tallies> blocks,
      boolean all) {
    if (!(reply instanceof Answered answer)) {
      return;
    }
    for (Series series : answer.series()) {
      int arm = (chosen.contains(stable.pod(series)) ? 0 : 2) + (all ? 0 : 1);
      List<Sample> samples = series.samples();
      for (int i = 1; i < samples.size(); i++) {
        double before = samples.get(i - 1).value();
        double now = samples.get(i).value();
        blocks
            .computeIfAbsent(samples.get(i).at(), at -> new Tallies(new double[4]))
            .add(arm, now < before ? now : now - before);
      }
    }
  }

  private Question question(String selector) {
    return new Question(stable.fill(selector.strip() + BLOCKS), begin);
  }

  /** Requests and part of the pods that stand for the canary, then of the others. */
  private static final class Tallies {
    private final double[] sums;

    Tallies(double[] sums) {
      this.sums = sums;
    }

    void add(int which, double up) {
      sums[which] += Double.isFinite(up) ? up : 0;
    }

    Interval interval(Selectors selectors) {
      return new Interval(counts(selectors, sums[0], sums[1]), counts(selectors, sums[2], sums[3]));
    }

    private static Counts counts(Selectors selectors, double all, double part) {
      return new ArmCounters.Tally(Math.round(all), Math.round(part)).counts(selectors);
    }
  }
}
