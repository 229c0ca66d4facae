package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.prometheus.Inquiry.Question;
import io.fleetcanary.activity.prometheus.Inquiry.Reading;
import io.fleetcanary.activity.prometheus.Inquiry.Reply;
import io.fleetcanary.activity.prometheus.Inquiry.Unanswered;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.query.FreshQuery;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One number, of the canary where the query says {@code $track}; and of stable to compare it with.
 *
 * @param since the begin of the watch
 */
record GaugeLook(Metric.Gauge gauge, Gauging before, Subject subject, Duration since)
    implements MetricLook {
  /** Prometheus' own; gauges may come from another job than counters whose interval is known. */
  private static final Duration USUAL_SCRAPE = Duration.ofMinutes(1);

  /** Prometheus says nothing of what is older. */
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  @Override
  public List<Question> first() {
    return Stream.concat(asked(subject.canary(), true), asked(subject.stable(), gauge.compare()))
        .toList();
  }

  @Override
  public List<Question> second() {
    return List.of();
  }

  @Override
  public Outcome outcome(Map<Question, Reply> replies) {
    Reading canary = reading(subject.canary(), true, replies);
    Reading stable = reading(subject.stable(), gauge.compare(), replies);
    Gauged gauged =
        canary.missing().isEmpty()
            ? before.known().next(gauge.criteria(), canary.value())
            : before.known().missing(canary.missing());
    if (canary.missing().isEmpty() && stable.missing().isEmpty()) {
      gauged = gauged.beside(since, stable.value());
    }
    boolean answered = asked(subject.canary(), true).noneMatch(it -> passing(replies.get(it)));
    return new Outcome(
        Gauging.of(gauged), gauged, answered, Optional.empty(), Collections.emptySortedMap());
  }

  private static boolean passing(@Nullable Reply reply) {
    return reply instanceof Unanswered none && none.passing();
  }

  private Reading reading(Track arm, boolean wanted, Map<Question, Reply> replies) {
    return asked(arm, wanted)
        .map(question -> Reading.of(Objects.requireNonNull(replies.get(question))))
        .findFirst()
        .orElse(Reading.none("no canary pods"));
  }

  private Stream<Question> asked(Track arm, boolean wanted) {
    boolean nobody = Track.isIn(gauge.query()) && arm.pods().isEmpty();
    return wanted && !nobody
        ? Stream.of(new Question(arm.fill(FreshQuery.of(gauge.query(), fresh())), subject.now()))
        : Stream.empty();
  }

  private Duration fresh() {
    Duration scrape = Collections.max(List.of(subject.scrape(), USUAL_SCRAPE));
    return Collections.min(List.of(scrape.multipliedBy(3), LOOKBACK));
  }
}
