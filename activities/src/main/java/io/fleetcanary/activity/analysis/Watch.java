package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.Measurement.Look;
import io.fleetcanary.activity.analysis.Sight.Seen;
import io.fleetcanary.activity.analysis.WatchedCluster.Arms;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.activity.client.Brake;
import io.fleetcanary.activity.pool.PoolPost;
import io.fleetcanary.activity.series.SeriesPost;
import io.fleetcanary.core.analysis.Analyzer;
import io.fleetcanary.core.analysis.Analyzer.Judgement;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Observation;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.analysis.Observation.Terms;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * One watch, from its begin to what it returns: pods every few seconds, or when the cluster tells
 * of a change, metrics every interval.
 *
 * <pre>
 * look ▶ FAIL: brake ▶ return
 *      ▶ over, or shown to be good enough: return what the last look says
 *      ▶ else sleep, look again
 * </pre>
 */
final class Watch {
  private static final String AHEAD =
      "stable serves the new revision already: it did before the rollout came here, or Temporal was"
          + " restored from a backup and has forgotten the promotion";

  private final WatchRequest request;
  private final Instant since;
  private final Rhythm rhythm;
  private final Analyzer analyzer;
  private final Sight sight;
  private final Measurement measurement;
  private final Pulse pulse;
  private final Brake brake;
  private final PoolPost post;
  private final SeriesPost series;
  private final Patience patience;
  private Arms arms = new Arms(List.of(), List.of(), Optional.empty());
  private boolean answered;
  private boolean blind = true;
  private boolean settled;
  private Instant seenBy = Instant.MIN;
  private boolean enough;
  private Judgement judgement =
      new Judgement(Verdict.INCONCLUSIVE, "not looked yet", List.of(), ShareSeen.NONE);

  /**
   * @param run the workflow run that watches
   * @param since when Temporal was told to watch; the time of a bake, or for a promotion, counts
   *     from here in every attempt
   */
  Watch(
      WatchRequest request,
      String run,
      Instant since,
      WatchedCluster cluster,
      Measurement measurement,
      Pulse pulse,
      PodNews news,
      Executor threads,
      PoolPost post,
      SeriesPost series) {
    this.request = request;
    this.since = since;
    this.rhythm = new Rhythm(request, since);
    this.analyzer = new Analyzer(request.template());
    this.sight = new Sight(cluster, request, run, threads, rhythm, news);
    this.measurement = measurement;
    this.pulse = pulse;
    this.brake =
        new Brake(request.plan(), () -> cluster.brake(request.plan()), pulse::cutOff, threads);
    this.post = post;
    this.series = series;
    this.patience = new Patience(request.until());
  }

  /**
   * Watches until it knows.
   *
   * @throws ActivityCompletionException when Temporal wants it to stop; the brake is not touched
   *     then
   */
  Watched run() {
    Instant due = request.begin();
    while (true) {
      Seen seen = sight.look(pulse);
      Instant now = Instant.now();
      settled |= promoted(seen);
      boolean over = over(seen, now);
      boolean ends = over;
      if (seen.pods().verdict() == Verdict.FAIL || over || !now.isBefore(due)) {
        judge(seen, now);
        ends = over || early(now);
        due = rhythm.nextLook(Instant.now());
      }
      if (judgement.verdict() == Verdict.FAIL && !withheld(seen)) {
        return fail(because(seen), judgement.reason());
      }
      if (ends && !looksAgain(seen, now)) {
        return ended(seen, now);
      }
      if (over) {
        pulse.sleep(rhythm.every());
      } else {
        pulse.sleepUntilNews(rhythm.pause(Instant.now(), due, sight.mayWait(seen)));
      }
    }
  }

  /**
   * Requests of a bad canary are not moved onto a stable that answers none: a person decides, and
   * until then each look asks anew. Abort needs nobody's leave.
   */
  private boolean withheld(Seen seen) {
    boolean nowhere =
        seen.fresh()
            && !(request.until() instanceof Until.Promoted)
            && !request.weight().equals(TrafficWeight.NONE)
            && seen.arms().canaryServesAlone();
    if (nowhere) {
      String why = "stable itself is down, so no traffic is moved onto it: " + judgement.reason();
      judgement = new Judgement(Verdict.INCONCLUSIVE, why, judgement.findings(), judgement.seen());
    }
    return nowhere;
  }

  /** Trouble of pods needs no metrics to be known. */
  private void judge(Seen seen, Instant now) {
    enough = false;
    if (seen.pods().verdict() == Verdict.FAIL) {
      Finding pods = seen.pods();
      judgement = new Judgement(Verdict.FAIL, pods.sentence(), List.of(pods), judgement.seen());
      return;
    }
    arms = seen.arms();
    Look look = measurement.look(arms, pulse, now);
    pulse.state(look.state());
    Terms terms = terms(seen.arms(), load(seen.arms(), look.measured()));
    Observation observed = new Observation(seen.pods(), terms, look.measured(), look.compared());
    post.look(now, look.measured(), look.past(), analyzer.confounded(observed));
    series.look(now, look.measured());
    answered = look.answered();
    seenBy = settled && seenBy.equals(Instant.MIN) ? look.seenBy() : seenBy;
    blind = look.blind();
    judgement = analyzer.judge(observed);
    if (ahead(seen) && judgement.verdict() != Verdict.FAIL) {
      judgement =
          new Judgement(Verdict.INCONCLUSIVE, AHEAD, judgement.findings(), judgement.seen());
    }
    enough = judgement.verdict() == Verdict.PASS && analyzer.enough(observed);
  }

  /** Whether a bake may end though its time is not over. */
  private boolean early(Instant now) {
    return enough
        && request.until() instanceof Until.Baked
        && !now.isBefore(since.plus(request.template().early().after()));
  }

  /** How many times the requests of a stable pod a canary pod gets. */
  private double load(Arms arms, List<Measured> measured) {
    return Analyzer.shareMetric(request.template().metrics())
        .map(measured::get)
        .map(Counted.class::cast)
        .map(counted -> arms.load(counted.evidence().share()))
        .orElse(Double.NaN);
  }

  private double routed() {
    return request.plan().rules().route().routed();
  }

  private Terms terms(Arms arms, double load) {
    boolean both = !arms.canary().isEmpty() && !arms.stable().isEmpty();
    return switch (request.until()) {
      case Until.Baked baked -> new Terms(request.weight().percent() % 100, routed(), true, load);
      case Until.Promoted promoted -> new Terms(0, both);
      case Until.Cancelled cancelled -> new Terms(0, 1, both, load);
    };
  }

  private boolean over(Seen seen, Instant now) {
    return switch (request.until()) {
      case Until.Baked baked ->
          seen.stableLost() || ahead(seen) || !now.isBefore(since.plus(baked.bake()));
      case Until.Promoted promoted -> settled || !now.isBefore(since.plus(promoted.within()));
      case Until.Cancelled cancelled -> false;
    };
  }

  /**
   * A bake does not end on a look that one slow answer has spoilt, nor while pods are on their way
   * because stable has grown. Nor does a promotion before the metrics pass, and count what the pods
   * answer that stable had when it first served: that they are ready is no proof.
   */
  private boolean looksAgain(Seen seen, Instant now) {
    return switch (request.until()) {
      case Until.Baked baked ->
          !seen.stableLost()
              && !ahead(seen)
              && (patience.after(!answered && !seen.growing()) || seen.growing());
      case Until.Promoted promoted ->
          settled
              && (judgement.verdict() != Verdict.PASS || now.isBefore(seenBy))
              && (patience.after(blind) || (!blind && now.isBefore(since.plus(promoted.within()))));
      case Until.Cancelled cancelled -> false;
    };
  }

  /** Whether stable has come further than the step that is watched. */
  private boolean ahead(Seen seen) {
    return request.until() instanceof Until.Baked && promoted(seen);
  }

  private static boolean promoted(Seen seen) {
    return seen.fresh() && seen.arms().promoted();
  }

  private Watched ended(Seen seen, Instant now) {
    if (!(request.until() instanceof Until.Promoted until)) {
      post.ends(judgement.verdict());
      boolean local = seen.arms().stableDown() || ahead(seen);
      FailureClass because = local ? FailureClass.LOCAL : FailureClass.EVIDENCE;
      return watched(judgement.verdict(), judgement.reason() + before(now), because);
    }
    if (settled) {
      boolean pass = judgement.verdict() == Verdict.PASS;
      String reason = pass ? "stable serves the new revision" : judgement.reason();
      return watched(judgement.verdict(), reason, FailureClass.EVIDENCE);
    }
    String late = "stable must serve the new revision within " + until.within().toSeconds() + " s";
    if (request.plan().rules().handOver()) {
      return fail(FailureClass.LOCAL, late + ", and its owner has not brought it (handOver)");
    }
    return seen.fresh()
        ? fail(FailureClass.EVIDENCE, late + ", and does not")
        : fail(FailureClass.LOCAL, late + ", but its pods cannot be seen");
  }

  /** How much sooner a bake ends than it would; nothing where its time is over. */
  private String before(Instant now) {
    if (!(request.until() instanceof Until.Baked baked) || !early(now)) {
      return "";
    }
    Duration left = Duration.between(now, since.plus(baked.bake())).truncatedTo(ChronoUnit.SECONDS);
    return left.isPositive() ? request.template().early().sentence(left) : "";
  }

  private static FailureClass because(Seen seen) {
    return seen.arms().trouble().map(Trouble::because).orElse(FailureClass.EVIDENCE);
  }

  private Watched fail(FailureClass because, String reason) {
    brake.pull();
    post.fails(because);
    return watched(Verdict.FAIL, reason, because);
  }

  private Watched watched(Verdict verdict, String reason, FailureClass because) {
    String where = ", cluster " + request.plan().cluster().name();
    return new Watched(
        verdict, reason + where, because, findings(), judgement.seen(), measurement.named(arms));
  }

  /** Ours, and what somebody else would say who decides nothing. */
  private List<Finding> findings() {
    Stream<Finding> kayenta =
        measurement.kayenta(arms, Instant.now()).stream()
            .map(
                score ->
                    new Finding(
                        "kayenta",
                        Verdict.PASS,
                        "kayenta, which decides nothing, says " + score.sentence(),
                        0));
    return Stream.concat(judgement.findings().stream(), kayenta).toList();
  }
}
