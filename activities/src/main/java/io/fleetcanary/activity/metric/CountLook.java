package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.metric.CountFold.Arms;
import io.fleetcanary.activity.metric.CountFold.Folded;
import io.fleetcanary.activity.metric.CountFold.Window;
import io.fleetcanary.activity.prometheus.Inquiry.Answered;
import io.fleetcanary.activity.prometheus.Inquiry.Question;
import io.fleetcanary.activity.prometheus.Inquiry.Reply;
import io.fleetcanary.activity.prometheus.Inquiry.Unanswered;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.query.Selectors;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The raw samples of two counters since the last interval that was counted, on both arms. */
record CountLook(
    Selectors selectors, CountFold fold, Counting before, Subject subject, Window window)
    implements MetricLook {
  private static final SortedMap<Instant, Interval> NO_PAST = Collections.emptySortedMap();

  static CountLook of(Selectors selectors, CountFold fold, Counting before, Subject subject) {
    return new CountLook(
        selectors, fold, before, subject, fold.window(before, subject.now(), subject.mostPods()));
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
    if (subject.canary().pods().isEmpty()) {
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
    return new Past(
        selectors, subject.stable(), subject.canary().pods().size(), fold.span().begin());
  }

  private Counting learnt(Map<Question, Reply> replies) {
    return asksPast() && past().settled(replies)
        ? before.dispersed(past().dispersion(replies))
        : before;
  }

  private Outcome outcome(Folded folded, boolean answered, SortedMap<Instant, Interval> blocks) {
    Counting after = folded.state();
    boolean alone = subject.baking() && subject.bothArms() && subject.stable().pods().isEmpty();
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
        counters(subject.canary(), replies), counters(subject.stable(), replies), asksStable());
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
        Stream.of(subject.canary()).filter(track -> !track.pods().isEmpty()),
        Stream.of(subject.stable()).filter(track -> asksStable()));
  }

  private boolean asksStable() {
    return subject.bothArms() && !subject.stable().pods().isEmpty();
  }

  private Question question(Track track, String selector) {
    return new Question(track.fill(window.over(selector)), window.end());
  }
}
