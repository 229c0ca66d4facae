package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Analyzer.Judgement;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.analysis.Observation.Terms;
import io.fleetcanary.core.evidence.AlphaSpending;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnalyzerTest {
  private static final Finding PODS = new Finding("pods", Verdict.PASS, "2 canary pods", 0);
  private static final Metric.Ratio ERRORS =
      new Metric.Ratio(
          "errors",
          "bad{$track}",
          "all{$track}",
          50,
          List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1)));
  private static final Metric.Latency SLOW =
      new Metric.Latency("slow", "ttft{$track}", 0.5, 50, List.of(new Criterion.Worse(0.1)));
  private static final Metric.Gauge GPU =
      new Metric.Gauge("gpu-load", "avg(gpu{$track})", List.of(new Criterion.Max(95)));
  private static final Gauged CALM = new Gauged(55, 0, "");

  @Test
  void saysHowMuchOfTheRequestsSeemsToBeRouted() {
    var half = judge(PODS, new Terms(10, 0.5, true), errors(400, 2, 7600, 38), calmSlow(), CALM);
    var unexpected = judge(PODS, new Terms(10, true), errors(400, 2, 7600, 38), calmSlow(), CALM);

    assertThat(half.findings().get(1).sentence())
        .isEqualTo(
            "share 5 % seen, 10 % set, n = 8000, as if 50 % of the requests came by its routes,"
                + " 50 % expected");
    assertThat(half.findings().get(1).verdict()).isEqualTo(Verdict.PASS);
    assertThat(unexpected.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(unexpected.reason())
        .endsWith("50 % of the requests came by its routes, 100 % expected");
  }

  @Test
  void passesWhatIsLikeStable() {
    Judgement judgement = judge(errors(400, 2, 3600, 18), slow(400, 8, 3600, 72), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    assertThat(judgement.reason()).isEqualTo("all 5 findings are good, n = 400");
    assertThat(judgement.seen()).hasToString("10.0 %");
    assertThat(judgement.findings())
        .extracting(Finding::sentence)
        .containsExactly(
            "2 canary pods",
            "share 10 % seen, 10 % set, n = 4000",
            "errors 0.5 % against 1.10 x stable's 0.5 %, n = 400",
            "slow 2 % over 0.5 s against 1.10 x stable's 2 %, n = 400",
            "gpu-load 55 <= limit 95");
  }

  @Test
  void failsErrorsBeyondTheLimitAndNamesBothSides() {
    Judgement judgement = judge(errors(400, 85, 3600, 18), slow(400, 8, 3600, 72), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.reason()).isEqualTo("errors 21.3 % > limit 2 %, n = 400");
  }

  @Test
  void failsWhatIsWorseThanStableThoughWithinTheLimit() {
    Judgement judgement = judge(errors(4000, 60, 36000, 36), slow(4000, 8, 36000, 72), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.reason()).isEqualTo("errors 1.5 % > 1.10 x stable's 0.1 %, n = 4000");
  }

  @Test
  void failsSlowAnswersWithTheEdgeInTheSentence() {
    Judgement judgement = judge(errors(400, 2, 3600, 18), slow(400, 98, 3600, 36), CALM);

    assertThat(judgement.reason())
        .isEqualTo("slow 24.5 % over 0.5 s > 1.10 x stable's 1 %, n = 400");
  }

  @Test
  void failsOnBadPodsBeforeAnythingElse() {
    Finding crash = new Finding("pods", Verdict.FAIL, "pod chat-canary-1 crashes", 0);

    Judgement judgement =
        judge(crash, new Terms(10, true), errors(400, 85, 3600, 18), slow(4, 0, 36, 0), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.reason()).isEqualTo("pod chat-canary-1 crashes");
  }

  @Test
  void failsOnProofEvenWhereOtherDataIsMissing() {
    Judgement judgement =
        judge(errors(30, 20, 270, 1), counted("no data", Counts.NONE, Counts.NONE), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.reason()).startsWith("errors 66.7 % > limit 2 %");
  }

  @Test
  void namesMissingDataBeforeTooFewRequests() {
    Judgement judgement =
        judge(errors(10, 0, 90, 0), counted("no data", Counts.NONE, Counts.NONE), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reason()).isEqualTo("slow: no data");
  }

  @Test
  void needsEnoughRequestsOfTheCanary() {
    Judgement judgement = judge(errors(30, 0, 270, 0), slow(400, 8, 3600, 72), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reason()).isEqualTo("errors: 30 canary requests, at least 50 needed");
    assertThat(judge(errors(400, 4, 3600, 36), slow(0, 0, 0, 0), CALM).reason())
        .isEqualTo("slow: 0 canary requests, at least 50 needed");
  }

  @Test
  void needsEnoughRequestsToSeeTheShare() {
    Judgement judgement = judge(errors(60, 0, 100, 0), slow(400, 8, 3600, 72), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reason()).isEqualTo("share of 10 % set, n = 160, at least 200 needed");
  }

  @Test
  void refusesAShareThatIsNotTheOneSet() {
    Judgement judgement = judge(errors(880, 4, 3120, 16), slow(400, 8, 3600, 72), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reason()).isEqualTo("share 22 % seen, 10 % set, n = 4000");
  }

  @Test
  void needsAMetricThatCountsRequestsToSeeTheShare() {
    AnalysisTemplate gaugesOnly = template(GPU);

    Judgement judgement =
        new Analyzer(gaugesOnly).judge(new Observation(PODS, new Terms(10, true), List.of(CALM)));

    assertThat(judgement.reason()).isEqualTo("share of 10 % set, n = 0, at least 200 needed");
    assertThat(judgement.seen()).isEqualTo(ShareSeen.NONE);
  }

  @Test
  void doesNotPassWhatIsSuspicious() {
    Judgement judgement = judge(errors(400, 7, 3600, 10), slow(400, 8, 3600, 72), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reason())
        .isEqualTo("errors 1.8 % > 1.10 x stable's 0.3 % is likely, not proven, n = 400");
  }

  @Test
  void doesNotPassWithoutStableToCompareWith() {
    Judgement judgement =
        judge(PODS, new Terms(0, true), errors(400, 2, 0, 0), slow(400, 8, 3600, 72), CALM);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reason()).isEqualTo("errors: no stable requests to compare with");
  }

  @Test
  void keepsAbsoluteLimitsWhenThereIsNothingLeftToCompareWith() {
    Judgement good =
        judge(PODS, new Terms(0, false), errors(400, 2, 0, 0), slow(400, 8, 0, 0), CALM);
    Judgement bad =
        judge(PODS, new Terms(0, false), errors(400, 85, 0, 0), slow(400, 8, 0, 0), CALM);

    assertThat(good.verdict()).isEqualTo(Verdict.PASS);
    assertThat(bad.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void failsAGaugeAtTheThirdFreshLookBeyondItsLimit() {
    Gauged second = looks(Gauged.UNSEEN, 97.2, 97.2);
    Gauged third = looks(second.missing("no data"), 97.2);

    assertThat(judge(calmErrors(), calmSlow(), second).reason())
        .isEqualTo("gpu-load 97.2 > limit 95 at 2 of 3 looks");
    assertThat(judge(calmErrors(), calmSlow(), third).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge(calmErrors(), calmSlow(), third).reason())
        .isEqualTo("gpu-load 97.2 > limit 95 at 3 looks on end");
  }

  @Test
  void forgivesAGaugeThatComesBackWithinItsLimit() {
    Gauged back = looks(Gauged.UNSEEN, 97, 97, 50);

    assertThat(judge(calmErrors(), calmSlow(), back).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void doesNotPassAGaugeThatWasNotSeen() {
    Judgement judgement = judge(calmErrors(), calmSlow(), Gauged.UNSEEN);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reason()).isEqualTo("gpu-load: no data");
  }

  @Test
  void failsAGaugeBelowItsMinimum() {
    Metric.Gauge speed =
        new Metric.Gauge("speed", "avg(s{$track})", List.of(new Criterion.Min(20)));
    Gauged slow = new Gauged(3.5, 3, "");

    Judgement judgement =
        new Analyzer(template(speed))
            .judge(new Observation(PODS, new Terms(0, false), List.of(slow)));

    assertThat(judgement.reason()).isEqualTo("speed 3.5 < limit 20 at 3 looks on end");
  }

  @Test
  void addsUpWhatSeveralMetricsProveAndNamesTheCulprit() {
    Counted errors = errors(400, 13, 3600, 18);
    Counted slow = slow(400, 30, 3600, 90);

    Judgement alone = judge(errors, calmSlow(), CALM);
    Judgement together = judge(errors, slow, CALM);

    assertThat(alone.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judge(calmErrors(), slow, CALM).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(together.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(together.reason()).startsWith("errors 3.3 % > 1.10 x stable's 0.5 %");
  }

  @Test
  void asksForMoreProofFromLaterWindows() {
    Counts bad = new Counts(400, 28);
    Counted first = new Counted(evidence(ERRORS, bad, Counts.NONE), 1, "");
    Counted later = new Counted(evidence(ERRORS, bad, Counts.NONE), AlphaSpending.share(100), "");

    assertThat(judge(PODS, new Terms(0, false), first, calmSlow(), CALM).verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(judge(PODS, new Terms(0, false), later, calmSlow(), CALM).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
  }

  private static Judgement judge(Measured errors, Measured slow, Measured gpu) {
    return judge(PODS, new Terms(10, true), errors, slow, gpu);
  }

  private static Judgement judge(Finding pods, Terms terms, Measured... metrics) {
    return new Analyzer(template(ERRORS, SLOW, GPU))
        .judge(new Observation(pods, terms, List.of(metrics)));
  }

  private static AnalysisTemplate template(Metric... metrics) {
    return new AnalysisTemplate(
        Duration.ofSeconds(30), 0.001, List.of(metrics), OnInconclusive.HOLD);
  }

  private static Counted calmErrors() {
    return errors(400, 2, 3600, 18);
  }

  private static Counted calmSlow() {
    return slow(400, 8, 3600, 72);
  }

  private static Counted errors(long requests, long bad, long stable, long stableBad) {
    Counts canary = new Counts(requests, bad);
    return new Counted(evidence(ERRORS, canary, new Counts(stable, stableBad)), 1, "");
  }

  private static Counted slow(long requests, long bad, long stable, long stableBad) {
    Counts canary = new Counts(requests, bad);
    return new Counted(evidence(SLOW, canary, new Counts(stable, stableBad)), 1, "");
  }

  private static Counted counted(String missing, Counts canary, Counts stable) {
    return new Counted(evidence(SLOW, canary, stable), 1, missing);
  }

  private static CountEvidence evidence(Metric metric, Counts canary, Counts stable) {
    return CountEvidence.none(metric.criteria(), Noise.constant(1))
        .plus(new Interval(canary, stable));
  }

  private static Gauged looks(Gauged start, double... values) {
    Gauged gauged = start;
    for (double value : values) {
      gauged = gauged.next(GPU.criteria(), value);
    }
    return gauged;
  }
}
