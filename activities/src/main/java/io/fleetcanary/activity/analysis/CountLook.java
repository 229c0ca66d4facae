package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.CountFold.Arms;
import io.fleetcanary.activity.analysis.CountFold.Folded;
import io.fleetcanary.activity.analysis.CountFold.Window;
import io.fleetcanary.activity.analysis.Inquiry.Answered;
import io.fleetcanary.activity.analysis.Inquiry.Question;
import io.fleetcanary.activity.analysis.Inquiry.Reply;
import io.fleetcanary.activity.analysis.Inquiry.Unanswered;
import io.fleetcanary.activity.analysis.Measurement.MetricLook;
import io.fleetcanary.activity.analysis.Measurement.Outcome;
import io.fleetcanary.activity.analysis.PrometheusClient.Sample;
import io.fleetcanary.activity.analysis.PrometheusClient.Series;
import io.fleetcanary.activity.analysis.WatchState.Counting;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.query.Selectors;
import java.time.Instant;
import java.util.Collections;
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

/** The raw samples of two counters since the last interval that was counted, on both arms. */
record CountLook(
    Selectors selectors, CountFold fold, Counting before, Subject subject, Window window)
    implements MetricLook {
  private static final SortedMap<Instant, Interval> NO_PAST = Collections.emptySortedMap();

  static CountLook of(Selectors selectors, CountFold fold, Counting before, Subject subject) {
    return new CountLook(selectors, fold, before, subject, fold.window(before, subject.now));
  }

  @Override
  public List<Question> first() {
    return Stream.concat(
            tracks().map(track -> question(track, selectors.of())),
            asksPast() ? past().questions().stream() : Stream.empty())
        .toList();
  }

  @Override
  public List<Question> second() {
    return tracks().map(track -> question(track, selectors.part())).toList();
  }

  @Override
  public Outcome outcome(Map<Question, Reply> replies) {
    if (subject.canary.pods().isEmpty()) {
      return outcome(new Folded(before, "no canary pods"), true, NO_PAST);
    }
    List<String> promql = List.of(selectors.of(), selectors.part());
    for (Question question : tracks().flatMap(it -> questions(it, promql)).toList()) {
      if (replies.get(question) instanceof Unanswered none) {
        return outcome(new Folded(before, none.why()), !none.passing(), NO_PAST);
      }
    }
    SortedMap<Instant, Interval> blocks = asksPast() ? past().blocks(replies) : NO_PAST;
    return outcome(fold.fold(learnt(replies), arms(replies), window), true, blocks);
  }

  private Stream<Question> questions(Track track, List<String> promql) {
    return promql.stream().map(selector -> question(track, selector));
  }

  /** Only before the first request is counted: evidence has one dispersion from begin to end. */
  private boolean asksPast() {
    return before.dispersion() == 0 && before.folded() == 0 && asksStable() && fold.compares();
  }

  private Past past() {
    return new Past(selectors, subject.stable, subject.canary.pods().size(), fold.begin());
  }

  private Counting learnt(Map<Question, Reply> replies) {
    return asksPast() && past().settled(replies)
        ? before.dispersed(past().dispersion(replies))
        : before;
  }

  private Outcome outcome(Folded folded, boolean answered, SortedMap<Instant, Interval> blocks) {
    Counting after = folded.state();
    boolean alone = subject.baking && subject.bothArms && subject.stable.pods().isEmpty();
    String missing = folded.missing().isEmpty() && alone ? "no stable pods" : folded.missing();
    Optional<MetricLook> next =
        window.past() && after.folded() > before.folded()
            ? Optional.of(CountLook.of(selectors, fold, after, subject))
            : Optional.empty();
    Counted counted = new Counted(after.evidence(fold.criteria()), fold.alphaShare(after), missing);
    return new Outcome(after, counted, answered, next, blocks);
  }

  private Arms arms(Map<Question, Reply> replies) {
    return new Arms(
        counters(subject.canary, replies), counters(subject.stable, replies), asksStable());
  }

  private ArmCounters counters(Track track, Map<Question, Reply> replies) {
    return new ArmCounters(
        track,
        selectors,
        series(replies.get(question(track, selectors.of()))),
        series(replies.get(question(track, selectors.part()))));
  }

  /** An arm that was not asked has no series. */
  private static List<Series> series(@Nullable Reply reply) {
    return reply instanceof Answered answer ? answer.series() : List.of();
  }

  private Stream<Track> tracks() {
    return Stream.concat(
        Stream.of(subject.canary).filter(track -> !track.pods().isEmpty()),
        Stream.of(subject.stable).filter(track -> asksStable()));
  }

  private boolean asksStable() {
    return subject.bothArms && !subject.stable.pods().isEmpty();
  }

  private Question question(Track track, String selector) {
    return new Question(track.fill(window.over(selector)), window.end());
  }

  /**
   * Whom this look is about.
   *
   * @param bothArms whether stable matters too, to compare with or to see the share
   * @param baking whether stable must be there
   */
  record Subject(Track canary, Track stable, boolean bothArms, boolean baking, Instant now) {}

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
     * is scraped, and where pods have lived half as long still as many blocks as a dispersion
     * needs.
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
        return new Interval(
            counts(selectors, sums[0], sums[1]), counts(selectors, sums[2], sums[3]));
      }

      private static Counts counts(Selectors selectors, double all, double part) {
        return new ArmCounters.Tally(Math.round(all), Math.round(part)).counts(selectors);
      }
    }
  }
}
