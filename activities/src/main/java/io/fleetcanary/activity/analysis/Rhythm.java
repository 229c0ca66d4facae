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

  /** The same while the cluster tells when a pod changes: for what it may not have told. */
  private static final Duration MOST_WHILE_TOLD = Duration.ofSeconds(30);

  private static final Duration LEAST_STALE = Duration.ofSeconds(5);

  /** Between two looks at metrics. */
  Duration every() {
    return request.plan().rules().analysis().every();
  }

  /** Between two looks at pods, at most. */
  Duration betweenPods() {
    return shorter(every(), MOST_BETWEEN_PODS);
  }

  /** How old the last look may be before the pods count as unseen: three looks, mostly. */
  Duration stale() {
    Duration three = betweenPods().multipliedBy(3);
    return three.compareTo(LEAST_STALE) > 0 ? three : LEAST_STALE;
  }

  /**
   * Whether to look less often where the cluster tells when a pod changes. A bake ends on looks as
   * close to one another as ever: it must not end well on what was seen long before.
   */
  boolean mayWait(Instant now) {
    boolean less = every().compareTo(MOST_BETWEEN_PODS) > 0;
    return switch (request.until()) {
      case Until.Baked baked -> less && now.isBefore(close(baked));
      case Until.Promoted promoted -> false;
      case Until.Cancelled cancelled -> less;
    };
  }

  private Instant close(Until.Baked baked) {
    return since.plus(baked.bake()).minus(stale()).minus(betweenPods());
  }

  /**
   * Until the next look, at metrics or at pods, or until the end.
   *
   * @param waits whether pods need not be looked at soon; only where they {@link #mayWait}
   */
  Duration pause(Instant now, Instant due, boolean waits) {
    Duration most = waits ? MOST_WHILE_TOLD : betweenPods();
    Duration next = shorter(most, Duration.between(now, due));
    return switch (request.until()) {
      case Until.Baked baked -> {
        Instant end = waits ? close(baked) : since.plus(baked.bake());
        yield shorter(next, Duration.between(now, end));
      }
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
