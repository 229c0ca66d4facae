package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.fleetcanary.workflow.simulation.cluster.Fate.Kind;
import io.fleetcanary.workflow.simulation.engine.Timeline;
import io.fleetcanary.workflow.simulation.engine.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to watch a canary: it looks now and then, and brakes before it says that it is bad.
 */
final class Watching implements Work {
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(3);
  private static final Duration ROLLED = Duration.ofMinutes(8);
  private static final Duration BRAKE_WITHIN = Duration.ofSeconds(3);
  private static final Duration MOMENT = Duration.ofMillis(40);

  private final SimulatedCluster cluster;
  private final Timeline timeline;
  private final WatchRequest request;
  private final Fate fate;
  private final Runnable proven;
  private final Instant strikes;
  private final Instant over;
  private @Nullable Deed brake;
  private @Nullable Watched verdict;
  private Instant brakeUntil = Instant.EPOCH;
  private boolean slept;

  /**
   * @param scheduled when the workflow asked
   * @param proven told when the canary is seen to be bad
   */
  Watching(
      SimulatedCluster cluster,
      Timeline timeline,
      WatchRequest request,
      Fate fate,
      Instant scheduled,
      Runnable proven) {
    this.cluster = cluster;
    this.timeline = timeline;
    this.request = request;
    this.fate = fate;
    this.proven = proven;
    strikes = timeline.now().plus(fate.time());
    over =
        switch (request.until()) {
          case Until.Baked baked -> scheduled.plus(baked.bake());
          case Until.Promoted promoted -> timeline.now().plus(timeline.within(rolling()));
          case Until.Cancelled cancelled -> Instant.MAX;
        };
  }

  private Duration rolling() {
    boolean serves = request.weight().equals(TrafficWeight.NONE);
    return serves ? Duration.ofSeconds(30) : ROLLED;
  }

  @Override
  public Step next() {
    if (verdict != null) {
      return braking(verdict);
    }
    boolean struck = !timeline.now().isBefore(strikes);
    if (struck && fate.is(Kind.DIES)) {
      return new Step.Lost();
    }
    if (struck && fate.is(Kind.LOST)) {
      return new Step.Failed("no such host");
    }
    if (struck && fate.is(Kind.SLEEPS) && !slept) {
      slept = true;
      return new Step.Rest(fate.time(), false);
    }
    if (cluster.reachable() && foreign()) {
      return fails(FailureClass.LOCAL, "somebody else has changed stable");
    }
    if (struck && fate.is(Kind.BAD)) {
      proven.run();
      return fails(FailureClass.EVIDENCE, "errors 9% > limit 2%");
    }
    return timeline.now().isBefore(over) ? rest() : over();
  }

  private boolean foreign() {
    return cluster.ledger().content().foreign(cluster.stable().content());
  }

  private Step rest() {
    Instant next = timeline.now().plus(timeline.within(BETWEEN_LOOKS));
    Instant until = next.isBefore(over) ? next : over;
    boolean strike = timeline.now().isBefore(strikes) && strikes.isBefore(until);
    return new Step.Rest(Duration.between(timeline.now(), strike ? strikes : until), true);
  }

  private Step over() {
    if (!cluster.reachable() && request.until() instanceof Until.Promoted) {
      return fails(FailureClass.LOCAL, "its pods cannot be seen");
    }
    if (fate.is(Kind.UNSAID)) {
      return new Step.Lost();
    }
    if (fate.is(Kind.INCONCLUSIVE) || !cluster.reachable()) {
      return says(Verdict.INCONCLUSIVE, FailureClass.EVIDENCE, "too few requests");
    }
    return fate.is(Kind.STABLE_DOWN)
        ? says(Verdict.INCONCLUSIVE, FailureClass.LOCAL, "stable itself is down")
        : says(Verdict.PASS, FailureClass.LOCAL, "all good");
  }

  private Step says(Verdict what, FailureClass because, String why) {
    return new Step.Done(watched(what, because, why));
  }

  private Step fails(FailureClass because, String why) {
    Watched bad = watched(Verdict.FAIL, because, why);
    verdict = bad;
    brakeUntil = timeline.now().plus(BRAKE_WITHIN);
    return braking(bad);
  }

  /** For a short while; after that it is the way back's. */
  private Step braking(Watched bad) {
    if (timeline.now().isAfter(brakeUntil)) {
      return new Step.Done(bad);
    }
    if (!cluster.reachable()) {
      return new Step.Rest(BRAKE_WITHIN.plusMillis(1), true);
    }
    Deed pulled = brake;
    if (pulled == null) {
      Writer writer = Writer.back(request.plan().rolloutId());
      pulled = new Deeds(cluster, request.plan(), writer).withdraw();
      brake = pulled;
    }
    return pulled.next() == Deed.State.OVER
        ? new Step.Done(bad)
        : new Step.Rest(timeline.within(MOMENT), false);
  }

  private Watched watched(Verdict what, FailureClass because, String why) {
    String where = ", cluster " + request.plan().cluster().name();
    List<Finding> findings = List.of(new Finding("errors", what, why, 3104));
    return new Watched(what, why + where, because, findings, new ShareSeen(155, 3104));
  }
}
