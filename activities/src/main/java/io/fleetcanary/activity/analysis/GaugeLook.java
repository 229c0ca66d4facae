package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.Inquiry.Answered;
import io.fleetcanary.activity.analysis.Inquiry.Question;
import io.fleetcanary.activity.analysis.Inquiry.Reply;
import io.fleetcanary.activity.analysis.Inquiry.Unanswered;
import io.fleetcanary.activity.analysis.Measurement.MetricLook;
import io.fleetcanary.activity.analysis.Measurement.Outcome;
import io.fleetcanary.activity.analysis.PrometheusClient.Sample;
import io.fleetcanary.activity.analysis.PrometheusClient.Series;
import io.fleetcanary.activity.analysis.WatchState.Gauging;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Gauged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One number, of the canary where the query says {@code $track}. */
record GaugeLook(Metric.Gauge gauge, Gauging before, Track canary, Instant now)
    implements MetricLook {
  @Override
  public List<Question> first() {
    return nobodyToAsk() ? List.of() : List.of(question());
  }

  @Override
  public List<Question> second() {
    return List.of();
  }

  @Override
  public Outcome outcome(Map<Question, Reply> replies) {
    Gauged known = new Gauged(Double.NaN, before.beyond(), "");
    Gauged gauged = nobodyToAsk() ? known.missing("no canary pods") : read(known, replies);
    return new Outcome(new Gauging(gauged.beyond()), gauged, Optional.empty());
  }

  private Gauged read(Gauged known, Map<Question, Reply> replies) {
    return switch (Objects.requireNonNull(replies.get(question()))) {
      case Answered answer -> read(known, answer.series());
      case Unanswered none -> known.missing(none.why());
    };
  }

  private Gauged read(Gauged known, List<Series> series) {
    List<Sample> samples = series.stream().flatMap(one -> one.samples().stream()).toList();
    if (samples.isEmpty()) {
      return known.missing("no data");
    }
    if (samples.size() > 1) {
      return known.missing(samples.size() + " values, query must give one");
    }
    double value = samples.getFirst().value();
    return Double.isFinite(value)
        ? known.next(gauge.criteria(), value)
        : known.missing("value must be a number, got " + value);
  }

  private boolean nobodyToAsk() {
    return Track.isIn(gauge.query()) && canary.pods().isEmpty();
  }

  private Question question() {
    return new Question(canary.fill(gauge.query()), now);
  }
}
