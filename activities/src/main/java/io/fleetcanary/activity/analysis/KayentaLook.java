package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.metric.Track;
import io.fleetcanary.activity.prometheus.Inquiry.Answered;
import io.fleetcanary.activity.prometheus.Inquiry.Question;
import io.fleetcanary.activity.prometheus.Inquiry.Reply;
import io.fleetcanary.activity.prometheus.PrometheusClient.Sample;
import io.fleetcanary.activity.prometheus.PrometheusClient.Series;
import io.fleetcanary.core.alike.Growth;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import io.fleetcanary.core.kayenta.KayentaJudge;
import io.fleetcanary.core.kayenta.KayentaJudge.Label;
import io.fleetcanary.core.kayenta.KayentaScore;
import io.fleetcanary.core.query.Selectors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
            .map(reply -> reply instanceof Answered answer ? answer.series() : List.<Series>of())
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
