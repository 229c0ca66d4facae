package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.prometheus.Inquiry.Question;
import io.fleetcanary.activity.prometheus.Inquiry.Reply;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.query.Selectors;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** How one look measures one metric. */
public interface MetricLook {
  /**
   * The look at this metric that is due.
   *
   * @param progress of the same kind as the metric
   */
  static MetricLook of(Metric metric, Progress progress, Span span, Subject subject) {
    return switch (metric) {
      case Metric.Gauge gauge -> {
        Duration since = Duration.between(span.begin(), subject.now());
        yield new GaugeLook(gauge, (Gauging) progress, subject, since);
      }
      case Metric.Ratio ratio ->
          CountLook.of(Selectors.of(ratio), fold(metric, span), (Counting) progress, subject);
      case Metric.Latency latency ->
          CountLook.of(Selectors.of(latency), fold(metric, span), (Counting) progress, subject);
    };
  }

  private static CountFold fold(Metric metric, Span span) {
    return new CountFold(metric.criteria(), span);
  }

  /** What to ask first. */
  List<Question> first();

  /** What to ask once the first answers are there. */
  List<Question> second();

  Outcome outcome(Map<Question, Reply> replies);

  /**
   * What one look found of one metric.
   *
   * @param answered false where the next look may get an answer that this one did not
   * @param next the look that has to follow at once, where there is more to count
   * @param past stable's own pods before the watch, ten minutes each; only where it was asked for
   */
  record Outcome(
      Progress progress,
      Measured measured,
      boolean answered,
      Optional<MetricLook> next,
      SortedMap<Instant, Interval> past) {}
}
