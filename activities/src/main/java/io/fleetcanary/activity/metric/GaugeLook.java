package io.fleetcanary.activity.metric;

import io.fleetcanary.activity.prometheus.Inquiry.Question;
import io.fleetcanary.activity.prometheus.Inquiry.Reading;
import io.fleetcanary.activity.prometheus.Inquiry.Reply;
import io.fleetcanary.activity.prometheus.Inquiry.Unanswered;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Gauged;
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
        ? Stream.of(new Question(arm.fill(gauge.query()), subject.now()))
        : Stream.empty();
  }
}
