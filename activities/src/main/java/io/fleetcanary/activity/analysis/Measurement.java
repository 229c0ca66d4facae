package io.fleetcanary.activity.analysis;

import io.fleetcanary.activity.analysis.WatchedCluster.Arms;
import io.fleetcanary.activity.analysis.WatchedCluster.Pod;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.metric.MetricLook;
import io.fleetcanary.activity.metric.MetricLook.Outcome;
import io.fleetcanary.activity.metric.Span;
import io.fleetcanary.activity.metric.Subject;
import io.fleetcanary.activity.metric.Track;
import io.fleetcanary.activity.prometheus.Inquiry;
import io.fleetcanary.activity.prometheus.Inquiry.Question;
import io.fleetcanary.activity.prometheus.Inquiry.Reply;
import io.fleetcanary.core.alike.Compared;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Analyzer;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.kayenta.KayentaScore;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures all metrics of a watch, one look at a time. */
final class Measurement {
  /** Each query has its own, much shorter limit; this one is not reached. */
  private static final Duration MEASURED_WITHIN = Duration.ofMinutes(5);

  private final WatchRequest request;
  private final AnalysisTemplate template;
  private final PrometheusAccess access;
  private final Inquiry inquiry;

  Measurement(WatchRequest request, PrometheusAccess access, Inquiry inquiry) {
    this.request = request;
    this.template = request.plan().rules().analysis();
    this.access = access;
    this.inquiry = inquiry;
  }

  /** Looks once; a metric that is far behind, after a gap, is asked for until it is not. */
  Look look(Arms arms, Pulse pulse, Instant now) {
    Duration warmUp = template.longestWarmUp();
    WatchState before = pulse.state().seeing(warmUp.isZero() ? List.of() : arms.pods());
    CompletableFuture<List<Outcome>> work =
        CompletableFuture.supplyAsync(() -> outcomes(arms, before, now), inquiry.threads());
    CompletableFuture<List<Compared>> alike =
        CompletableFuture.supplyAsync(() -> compared(arms, now), inquiry.threads());
    List<Outcome> outcomes = pulse.await(work, MEASURED_WITHIN).orElseThrow();
    List<Compared> compared = pulse.await(alike, MEASURED_WITHIN).orElseThrow();
    return new Look(
        new WatchState(outcomes.stream().map(Outcome::progress).toList(), before.ready()),
        outcomes.stream().map(Outcome::measured).toList(),
        deciding(outcomes).allMatch(Outcome::answered),
        deciding(outcomes).anyMatch(outcome -> !outcome.measured().missing().isEmpty()),
        outcomes.stream().map(Outcome::past).toList(),
        compared,
        before.seenBy(warmUp, arms.canary()));
  }

  /** Those of metrics on which a verdict depends. */
  private Stream<Outcome> deciding(List<Outcome> outcomes) {
    List<Metric> metrics = template.metrics();
    return IntStream.range(0, outcomes.size())
        .filter(i -> metrics.get(i).decides())
        .mapToObj(outcomes::get);
  }

  private List<Compared> compared(Arms arms, Instant now) {
    Track canary = tracks(arms).getFirst();
    Track stable = tracks(arms).getLast();
    List<AlikeLook> looks =
        template.alike().stream()
            .map(
                likeness ->
                    new AlikeLook(likeness, canary, stable, span(Duration.ZERO).since(now), now))
            .toList();
    Map<Question, Reply> replies =
        inquiry.ask(looks.stream().flatMap(AlikeLook::questions).toList(), inquiry.within());
    return looks.stream().map(look -> look.compared(replies)).toList();
  }

  /** What Kayenta would say of a bake; empty where nobody asks for it, or there is no canary. */
  Optional<KayentaScore> kayenta(Arms arms, Instant now) {
    if (template.kayenta().metrics().isEmpty() || arms.canary().isEmpty() || !baking()) {
      return Optional.empty();
    }
    KayentaLook look = new KayentaLook(template, tracks(arms), request.begin(), now);
    return Optional.of(look.score(inquiry.ask(look.questions().toList(), inquiry.within())));
  }

  /** For people who want to ask themselves. */
  Watched.Arms named(Arms arms) {
    List<String> matchers =
        tracks(arms).stream().map(arm -> arm.pods().isEmpty() ? "" : arm.matchers()).toList();
    return new Watched.Arms(matchers.getFirst(), matchers.getLast());
  }

  private List<Track> tracks(Arms arms) {
    return Stream.of(arms.canary(), arms.stable()).map(this::track).toList();
  }

  private Track track(List<Pod> arm) {
    return Track.of(access, request.plan().namespace(), names(arm.stream()))
        .losing(names(arm.stream().filter(Pod::leaving)));
  }

  private static List<String> names(Stream<Pod> pods) {
    return pods.map(Pod::name).toList();
  }

  private List<Outcome> outcomes(Arms arms, WatchState state, Instant now) {
    List<Outcome> outcomes = ask(looks(arms, state, now));
    List<MetricLook> more = more(outcomes);
    while (!more.isEmpty()) {
      Iterator<Outcome> asked = ask(more).iterator();
      outcomes = outcomes.stream().map(one -> one.next().isPresent() ? asked.next() : one).toList();
      more = more(outcomes);
    }
    return outcomes;
  }

  private static List<MetricLook> more(List<Outcome> outcomes) {
    return outcomes.stream().flatMap(outcome -> outcome.next().stream()).toList();
  }

  /**
   * Asks in two rounds: all requests first, the bad ones of them after that. So a scrape in between
   * can only show bad ones too early, and they wait for the next look; it can never hide one. The
   * first has three quarters of the time: a slow question must leave some for all of the second.
   */
  private List<Outcome> ask(List<MetricLook> looks) {
    Instant deadline = Instant.now().plus(inquiry.within());
    Duration most = inquiry.within().multipliedBy(3).dividedBy(4);
    Map<Question, Reply> replies = new LinkedHashMap<>();
    replies.putAll(
        inquiry.ask(looks.stream().flatMap(look -> look.first().stream()).toList(), most));
    replies.putAll(
        inquiry.ask(
            looks.stream().flatMap(look -> look.second().stream()).toList(),
            Duration.between(Instant.now(), deadline)));
    return looks.stream().map(look -> look.outcome(replies)).toList();
  }

  private List<MetricLook> looks(Arms arms, WatchState state, Instant now) {
    Track canary = tracks(arms).getFirst().readyAsOf(state.readySince());
    Track stable = tracks(arms).getLast().readyAsOf(state.readySince());
    List<Metric> metrics = template.metrics();
    int share = Analyzer.shareMetric(metrics).orElse(-1);
    List<MetricLook> looks = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      Metric metric = metrics.get(i);
      boolean compared = metric.criteria().stream().anyMatch(Criterion.Worse.class::isInstance);
      Subject subject =
          new Subject(canary, stable, compared || i == share, baking(), now, state.scrape());
      Span span = span(template.warmUpFor(metric));
      looks.add(MetricLook.of(metric, state.metrics().get(i), span, subject));
    }
    return looks;
  }

  private Span span(Duration warmUp) {
    boolean endless = request.until() instanceof Until.Cancelled;
    return new Span(request.begin(), template.every(), endless, request.shift(), warmUp);
  }

  private boolean baking() {
    return request.until() instanceof Until.Baked;
  }

  /**
   * What one look found.
   *
   * @param answered false where the next look may get answers that this one did not
   * @param blind whether data is missing
   * @param compared what must be alike, in the template's order
   * @param seenBy when the latency of all pods that the canary has now is counted
   */
  record Look(
      WatchState state,
      List<Measured> measured,
      boolean answered,
      boolean blind,
      List<SortedMap<Instant, Interval>> past,
      List<Compared> compared,
      Instant seenBy) {}
}
