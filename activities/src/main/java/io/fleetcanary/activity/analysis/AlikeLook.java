package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.metric.Track;
import io.fleetcanary.activity.prometheus.Inquiry.Answered;
import io.fleetcanary.activity.prometheus.Inquiry.Question;
import io.fleetcanary.activity.prometheus.Inquiry.Reply;
import io.fleetcanary.activity.prometheus.Inquiry.Unanswered;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import io.fleetcanary.core.alike.Compared;
import io.fleetcanary.core.alike.Growth;
import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.alike.MeanRatio;
import io.fleetcanary.core.alike.MeanRatio.Arm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What one look asks of a thing that must be alike: all of the watch, as the evidence is.
 *
 * @param since the begin of the watch, or of what it remembers
 */
record AlikeLook(Likeness likeness, Track canary, Track stable, Instant since, Instant now) {
  /** Small whatever the scrape interval and the length of a bake; enough to see parts differ. */
  private static final int PARTS = 60;

  Stream<Question> questions() {
    return selectors().stream()
        .flatMap(
            selector ->
                Stream.of(canary, stable)
                    .filter(track -> !track.pods().isEmpty())
                    .map(track -> question(track, selector)));
  }

  Compared compared(Map<Question, Reply> replies) {
    Optional<Unanswered> none =
        questions()
            .flatMap(question -> Stream.ofNullable(replies.get(question)))
            .flatMap(it -> it instanceof Unanswered silent ? Stream.of(silent) : Stream.empty())
            .findFirst();
    if (none.isPresent()) {
      return new Compared.Unseen(none.get().why());
    }
    return switch (likeness) {
      case Likeness.Mean mean ->
          new Compared.Means(new MeanRatio(arm(canary, replies), arm(stable, replies)));
      case Likeness.Label label ->
          new Compared.Labels(
              values(series(canary, label.in(), replies), label),
              values(series(stable, label.in(), replies), label));
    };
  }

  private Arm arm(Track track, Map<Question, Reply> replies) {
    List<Growth> growths =
        selectors().stream().map(it -> growth(series(track, it, replies))).toList();
    return Arm.of(growths.getFirst(), growths.getLast());
  }

  static Growth growth(List<Series> all) {
    return Growth.of(all.stream().map(AlikeLook::counter).toList());
  }

  private static SortedMap<Double, Double> counter(Series series) {
    SortedMap<Double, Double> counter = new TreeMap<>();
    series
        .samples()
        .forEach(sample -> counter.put(sample.at().toEpochMilli() / 1000.0, sample.value()));
    return counter;
  }

  private static List<String> values(List<Series> all, Likeness.Label label) {
    return all.stream()
        .flatMap(series -> Stream.ofNullable(series.labels().get(label.label())))
        .toList();
  }

  private List<Series> series(Track track, String selector, Map<Question, Reply> replies) {
    return replies.get(question(track, selector)) instanceof Answered answer
        ? answer.series()
        : List.of();
  }

  private List<String> selectors() {
    return switch (likeness) {
      case Likeness.Mean mean -> List.of(mean.sum(), mean.of());
      case Likeness.Label label -> List.of(label.in());
    };
  }

  private Question question(Track track, String selector) {
    return new Question(track.fill(selector.strip()) + range(), now);
  }

  private String range() {
    long seconds = Math.max(1, Duration.between(since, now).toSeconds());
    return likeness instanceof Likeness.Mean
        ? "[" + seconds + "s:" + Math.max(1, seconds / PARTS) + "s]"
        : "";
  }
}
