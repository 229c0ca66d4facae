package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
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
import org.junit.jupiter.api.Test;

class EnoughTest {
  private static final Finding PODS = new Finding("pods", Verdict.PASS, "2 canary pods", 0);
  private static final Metric.Ratio ERRORS =
      new Metric.Ratio(
          "errors", "bad{$track}", "all{$track}", 50, List.of(new Criterion.Worse(0.1)));
  private static final Metric.Latency SLOW =
      new Metric.Latency("slow", "ttft{$track}", 0.5, 50, List.of(new Criterion.Worse(0.1)));
  private static final Metric.Gauge GPU =
      new Metric.Gauge("gpu", "avg(gpu)", List.of(new Criterion.Max(95)));
  private static final Early HALF_WORSE = new Early(0.5, Duration.ofMinutes(10));
  private static final Terms TERMS = new Terms(10, true);
  private static final Gauged CALM = new Gauged(55, 0, "");

  @Test
  void isShownOfEveryMetricThatIsCompared() {
    assertThat(enough(HALF_WORSE, TERMS, errors(150, ""), slow(150, ""), CALM)).isTrue();
    assertThat(enough(HALF_WORSE, TERMS, errors(150, ""), slow(225, ""), CALM)).isFalse();
    assertThat(enough(HALF_WORSE, TERMS, errors(225, ""), slow(150, ""), CALM)).isFalse();
  }

  @Test
  void isNotShownByMetricsThatAreSilent() {
    Counted silent = counted(SLOW, Counts.NONE, Counts.NONE, "");

    assertThat(enough(HALF_WORSE, TERMS, errors(150, ""), silent, CALM)).isFalse();
    assertThat(enough(HALF_WORSE, TERMS, errors(150, ""), slow(150, "stale"), CALM)).isFalse();
  }

  @Test
  void isNotShownWhereSlownessMayComeOfSomethingElse() {
    Terms loaded = new Terms(10, 1, true, 2);

    assertThat(enough(HALF_WORSE, loaded, errors(150, ""), slow(150, ""), CALM)).isFalse();
  }

  @Test
  void isNotShownWhereNothingIsCompared() {
    assertThat(enough(HALF_WORSE, new Terms(0, false), errors(150, ""), slow(150, ""), CALM))
        .isFalse();
    assertThat(
            new Analyzer(template(HALF_WORSE, List.of(GPU)))
                .enough(new Observation(PODS, TERMS, List.of(CALM))))
        .isFalse();
  }

  @Test
  void isNeverEnoughWhereNobodyAsksForIt() {
    assertThat(enough(Early.NONE, TERMS, errors(150, ""), slow(150, ""), CALM)).isFalse();
  }

  @Test
  void needsMoreWhereArmsDifferAnyway() {
    Counted noisy =
        new Counted(
            CountEvidence.none(ERRORS.criteria(), Noise.constant(4))
                .plus(new Interval(new Counts(30000, 150), new Counts(270000, 1350))),
            1,
            "");

    assertThat(enough(HALF_WORSE, TERMS, noisy, slow(150, ""), CALM)).isFalse();
  }

  private static boolean enough(Early early, Terms terms, Measured... measured) {
    return new Analyzer(template(early, List.of(ERRORS, SLOW, GPU)))
        .enough(new Observation(PODS, terms, List.of(measured)));
  }

  private static AnalysisTemplate template(Early early, List<Metric> metrics) {
    return new AnalysisTemplate(
        Duration.ofSeconds(30),
        0.001,
        metrics,
        List.of(),
        KayentaConfig.NONE,
        OnInconclusive.HOLD,
        early,
        Duration.ZERO);
  }

  private static Counted errors(long bad, String missing) {
    return counted(ERRORS, new Counts(30000, bad), new Counts(270000, 1350), missing);
  }

  private static Counted slow(long bad, String missing) {
    return counted(SLOW, new Counts(30000, bad), new Counts(270000, 1350), missing);
  }

  private static Counted counted(Metric metric, Counts canary, Counts stable, String missing) {
    return new Counted(
        CountEvidence.none(metric.criteria(), Noise.constant(1)).plus(new Interval(canary, stable)),
        1,
        missing);
  }
}
