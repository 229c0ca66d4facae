package io.fleetcanary.activity.analysis;

import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import java.time.Duration;
import java.time.Instant;

/**
 * When a watch looks.
 *
 * @param since the time of a bake, or for a promotion, counts from here
 */
record Rhythm(WatchRequest request, Instant since) {
  /** Pods tell of crashes within seconds, however rarely metrics are asked for. */
  private static final Duration MOST_BETWEEN_PODS = Duration.ofSeconds(5);

  /** Between two looks at metrics. */
  Duration every() {
    return request.plan().rules().analysis().every();
  }

  /** Between two looks at pods, at most. */
  Duration betweenPods() {
    return shorter(every(), MOST_BETWEEN_PODS);
  }

  /** Until the next look, at metrics or at pods, or until the end. */
  Duration pause(Instant now, Instant due) {
    Duration next = shorter(betweenPods(), Duration.between(now, due));
    return switch (request.until()) {
      case Until.Baked baked -> shorter(next, Duration.between(now, since.plus(baked.bake())));
      case Until.Promoted promoted ->
          shorter(next, Duration.between(now, since.plus(promoted.within())));
      case Until.Cancelled cancelled -> next;
    };
  }

  /** Looks keep to a grid, so that a slow one does not shift all that follow. */
  Instant nextLook(Instant now) {
    long looks = Math.max(0, Duration.between(request.begin(), now).dividedBy(every()));
    return request.begin().plus(every().multipliedBy(looks + 1));
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
