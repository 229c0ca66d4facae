package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Analyzer.Judgement;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.analysis.Observation.Terms;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.kayenta.KayentaConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OnTrialTest {
  private static final Finding PODS = new Finding("pods", Verdict.PASS, "2 canary pods", 0);
  private static final List<Criterion> WORSE = List.of(new Criterion.Worse(0.1));
  private static final Metric ERRORS =
      new Metric.Ratio("errors", "bad{$track}", "all{$track}", 50, WORSE);
  private static final Metric TRIED =
      new Metric.Latency("slow", "ttft{$track}", 0.5, 50, WORSE, true);
  private static final Metric LOAD =
      new Metric.Gauge("load", "avg(load{$track})", List.of(new Criterion.Max(95)), true, false);
  private static final Measured GOOD = counted(new Counts(400, 2), new Counts(3600, 18), "");

  @Test
  @DisplayName("S61: shows what a metric on trial would say, and passes")
  void showsWhatAMetricOnTrialWouldSayAndPasses() {
    Measured bad = counted(new Counts(400, 98), new Counts(3600, 36), "");

    Judgement judgement = judge(GOOD, bad, new Gauged(99, 2, ""));

    assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    assertThat(judgement.reason()).isEqualTo("all 3 findings are good, n = 400");
    assertThat(judgement.findings())
        .extracting(Finding::sentence)
        .endsWith(
            "on trial, decides nothing, would fail: slow 24.5 % over 0.5 s > 1.10 x stable's 1 %,"
                + " n = 400",
            "on trial, decides nothing, would be inconclusive: load 99 > limit 95 at 2 of 3 looks");
    assertThat(judgement.findings()).extracting(Finding::verdict).containsOnly(Verdict.PASS);
    assertThat(judgement.findings().get(3).why()).startsWith("98 of 400 bad against 36 of 3600");
  }

  @Test
  void holdsUpNothingWhereItsDataIsMissing() {
    Judgement judgement = judge(GOOD, counted(Counts.NONE, Counts.NONE, "no data"), Gauged.UNSEEN);

    assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    assertThat(judgement.findings())
        .extracting(Finding::sentence)
        .contains("on trial, decides nothing, would be inconclusive: slow: no data");
  }

  @Test
  void takesNothingOfTheBudgetAndAddsNothingToTheEvidenceOfOthers() {
    assertThat(template(ERRORS, TRIED, LOAD).tests()).isEqualTo(1);
    assertThat(template(TRIED).compares()).isFalse();

    Measured likely = counted(new Counts(400, 12), new Counts(3600, 18), "");
    Measured bad = counted(new Counts(400, 98), new Counts(3600, 36), "");
    Judgement alone = judge(template(ERRORS), likely);

    assertThat(alone.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judge(template(ERRORS, TRIED), likely, bad).reason()).isEqualTo(alone.reason());
  }

  @Test
  void doesNotShowTheShareOfRequests() {
    assertThat(Analyzer.shareMetric(List.of(TRIED, ERRORS))).contains(1);
    assertThat(Analyzer.shareMetric(List.of(TRIED))).isEmpty();
  }

  @Test
  void keepsNoBakeFromEndingEarly() {
    AnalysisTemplate early =
        new AnalysisTemplate(
            Duration.ofSeconds(30),
            0.001,
            List.of(ERRORS, TRIED),
            List.of(),
            KayentaConfig.NONE,
            OnInconclusive.HOLD,
            new Early(0.5, Duration.ofMinutes(5)),
            Duration.ZERO);
    Measured good = counted(new Counts(30_000, 150), new Counts(270_000, 1350), "");
    Measured bad = counted(new Counts(400, 98), new Counts(3600, 36), "");

    assertThat(
            new Analyzer(early)
                .enough(new Observation(PODS, new Terms(10, true), List.of(good, bad))))
        .isTrue();
  }

  private static Judgement judge(Measured errors, Measured slow, Gauged load) {
    return judge(template(ERRORS, TRIED, LOAD), errors, slow, load);
  }

  private static Judgement judge(AnalysisTemplate template, Measured... metrics) {
    return new Analyzer(template)
        .judge(new Observation(PODS, new Terms(10, true), List.of(metrics)));
  }

  private static AnalysisTemplate template(Metric... metrics) {
    return new AnalysisTemplate(
        Duration.ofSeconds(30), 0.001, List.of(metrics), OnInconclusive.HOLD);
  }

  private static Counted counted(Counts canary, Counts stable, String missing) {
    CountEvidence evidence =
        CountEvidence.none(WORSE, Noise.constant(1)).plus(new Interval(canary, stable));
    return new Counted(evidence, 1, missing);
  }
}
