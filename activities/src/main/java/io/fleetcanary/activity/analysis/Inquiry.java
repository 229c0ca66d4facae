package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.PrometheusClient.NoAnswer;
import io.fleetcanary.activity.analysis.PrometheusClient.Sample;
import io.fleetcanary.activity.analysis.PrometheusClient.Series;
import io.fleetcanary.core.alike.Compared;
import io.fleetcanary.core.alike.Growth;
import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.alike.MeanRatio;
import io.fleetcanary.core.alike.MeanRatio.Arm;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import io.fleetcanary.core.kayenta.KayentaJudge;
import io.fleetcanary.core.kayenta.KayentaJudge.Label;
import io.fleetcanary.core.kayenta.KayentaScore;
import io.fleetcanary.core.query.Selectors;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Asks many questions at once, each only once, and waits no longer than it may.
 *
 * @param within for all rounds of one look together
 */
record Inquiry(PrometheusClient prometheus, ExecutorService threads, Duration within) {
  /** Answers by question; every question has a reply, after this time at the latest. */
  Map<Question, Reply> ask(Collection<Question> questions, Duration atMost) {
    List<Question> distinct = List.copyOf(new LinkedHashSet<>(questions));
    List<Callable<Reply>> calls = new ArrayList<>();
    distinct.forEach(question -> calls.add(() -> reply(question)));
    List<Future<Reply>> done = all(calls, atMost);
    Map<Question, Reply> replies = new LinkedHashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      replies.put(distinct.get(i), done.get(i).isCancelled() ? late() : done.get(i).resultNow());
    }
    return replies;
  }

  private List<Future<Reply>> all(List<Callable<Reply>> calls, Duration left) {
    try {
      return threads.invokeAll(calls, left.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted while prometheus was asked");
    }
  }

  private Reply reply(Question question) throws InterruptedException {
    try {
      return new Answered(prometheus.query(question.promql, question.at, within));
    } catch (NoAnswer e) {
      return new Unanswered(String.valueOf(e.getMessage()), e.passing());
    }
  }

  private Reply late() {
    return new Unanswered("prometheus did not answer within " + within.toMillis() + " ms", true);
  }

  /** One query, evaluated at one instant. */
  record Question(String promql, Instant at) {}

  /** What came back. */
  sealed interface Reply {}

  record Answered(List<Series> series) implements Reply {}

  /**
   * Nothing came back that can be relied upon.
   *
   * @param passing whether it may at the next look
   */
  record Unanswered(String why, boolean passing) implements Reply {}

  /**
   * The one number of a reply.
   *
   * @param value NaN where there is none
   * @param missing why there is none; empty where there is one
   */
  record Reading(double value, String missing) {
    static Reading of(Reply reply) {
      return switch (reply) {
        case Answered answer ->
            of(answer.series.stream().flatMap(one -> one.samples().stream()).toList());
        case Unanswered none -> none(none.why);
      };
    }

    static Reading none(String why) {
      return new Reading(Double.NaN, why);
    }

    private static Reading of(List<Sample> samples) {
      if (samples.size() != 1) {
        return none(
            samples.isEmpty() ? "no data" : samples.size() + " values, query must give one");
      }
      double value = samples.getFirst().value();
      return Double.isFinite(value)
          ? new Reading(value, "")
          : none("value must be a number, got " + value);
    }
  }

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
        return new Compared.Unseen(none.get().why);
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
          ? answer.series
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

  /**
   * What Kayenta's judge is given: each of its metrics that is one of ours, minute by minute, as it
   * would ask for it.
   *
   * @param since the begin of the bake
   */
  record KayentaLook(AnalysisTemplate template, List<Track> arms, Instant since, Instant now) {
    /** Kayenta's own step, where nobody says another. */
    private static final String MINUTES = "s:60s]";

    Stream<Question> questions() {
      return template.metrics().stream()
          .filter(metric -> template.kayenta().judges(metric.name()))
          .flatMap(metric -> arms.stream().flatMap(arm -> questions(metric, arm)));
    }

    KayentaScore score(Map<Question, Reply> replies) {
      List<Label> labels =
          template.kayenta().metrics().stream().map(judged -> label(judged, replies)).toList();
      return KayentaScore.of(template.kayenta(), labels);
    }

    private Label label(Judged judged, Map<Question, Reply> replies) {
      List<double[]> values =
          template.metrics().stream()
              .filter(metric -> metric.name().equals(judged.name()))
              .flatMap(metric -> arms.stream().map(arm -> values(metric, arm, replies)))
              .toList();
      return values.isEmpty()
          ? KayentaJudge.label(judged, new double[0], new double[0])
          : KayentaJudge.label(judged, values.getFirst(), values.getLast());
    }

    private Stream<Question> questions(Metric metric, Track arm) {
      return arm.pods().isEmpty()
          ? Stream.empty()
          : queries(metric).stream().map(query -> question(query, arm));
    }

    private double[] values(Metric metric, Track arm, Map<Question, Reply> replies) {
      List<List<Series>> answers =
          questions(metric, arm)
              .map(question -> replies.get(question))
              .map(reply -> reply instanceof Answered answer ? answer.series : List.<Series>of())
              .toList();
      if (answers.isEmpty()) {
        return new double[0];
      }
      return metric instanceof Metric.Gauge
          ? answers.getFirst().stream()
              .flatMap(series -> series.samples().stream())
              .mapToDouble(Sample::value)
              .toArray()
          : shares(metric, AlikeLook.growth(answers.getFirst()), answers.getLast());
    }

    /** The share of bad requests, or of slow ones; NaN in a minute without any. */
    private static double[] shares(Metric metric, Growth all, List<Series> some) {
      boolean good = metric instanceof Metric.Latency;
      Growth part = AlikeLook.growth(some);
      return all.ups().entrySet().stream()
          .mapToDouble(
              up -> {
                double share = part.at(up.getKey()) / up.getValue();
                return up.getValue() == 0 ? Double.NaN : good ? 1 - share : share;
              })
          .toArray();
    }

    private static List<String> queries(Metric metric) {
      return switch (metric) {
        case Metric.Ratio ratio -> List.of(ratio.of().strip(), ratio.bad().strip());
        case Metric.Latency latency ->
            List.of(Selectors.of(latency).of(), Selectors.of(latency).part());
        case Metric.Gauge gauge -> List.of("(" + gauge.query() + ")");
      };
    }

    private Question question(String query, Track arm) {
      long seconds = Math.max(1, Duration.between(since, now).toSeconds());
      return new Question(arm.fill(query) + "[" + seconds + MINUTES, now);
    }
  }
}
