package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.alike.Compared;
import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.alike.MeanRatio;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Analyzer.Judgement;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Terms;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.kayenta.KayentaConfig;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a canary look worse that is no fault of the revision. */
class ConfoundersTest {
  private static final Finding PODS = new Finding("pods", Verdict.PASS, "2 canary pods", 0);
  private static final Metric.Ratio ERRORS =
      new Metric.Ratio(
          "errors", "bad{$track}", "all{$track}", 50, List.of(new Criterion.Worse(0.1)));
  private static final Metric.Latency SLOW =
      new Metric.Latency("slow", "ttft{$track}", 0.5, 50, List.of(new Criterion.Worse(0.1)));

  private static final Likeness PROMPTS =
      new Likeness.Mean("prompt-tokens", "sum", "count", 0.9, 1.1, List.of());
  private static final Likeness CACHE =
      new Likeness.Mean("prefix-cache", "hits", "queries", 0.8, 1e9, List.of("slow"));
  private static final Likeness GPU =
      new Likeness.Label("gpu-model", "modelName", "gpu", List.of());

  @ParameterizedTest
  @CsvSource({
    "500, 10, 10, 1",
    "500, 10, 20, 2",
    "250, 5, 20, 1.3333333",
    "100, 2, 18, 1",
    "100, 0, 18, NaN",
    "0, 2, 18, NaN",
    "1000, 2, 18, NaN"
  })
  void seesHowMuchMoreACanaryPodHasToDo(long canary, int canaryPods, int stablePods, double load) {
    double seen = new ShareSeen(canary, 1000).load(canaryPods, stablePods);

    assertThat(Double.isNaN(seen) ? "NaN" : "%.6f".formatted(seen))
        .isEqualTo(Double.isNaN(load) ? "NaN" : "%.6f".formatted(load));
  }

  @ParameterizedTest
  @CsvSource({"1, FAIL", "1.4, FAIL", "0.1, FAIL", "NaN, FAIL", "1.41, INCONCLUSIVE"})
  void provesNothingBySlownessUnderMoreLoad(double load, Verdict verdict) {
    Judgement judgement = judge(load, counted(ERRORS, 5, 9), counted(SLOW, 300, 90));

    assertThat(judgement.verdict()).isEqualTo(verdict);
  }

  @Test
  void namesTheLoad() {
    Judgement judgement = judge(2, counted(ERRORS, 5, 9), counted(SLOW, 300, 90));

    assertThat(judgement.reason())
        .isEqualTo(
            "slow 30 % over 0.5 s > 1.10 x stable's 9 % may come of load, canary pods get 2 x the"
                + " requests of stable's, n = 1000");
  }

  @Test
  void passesWhatIsNoSlowerUnderMoreLoad() {
    assertThat(judge(2, counted(ERRORS, 5, 5), counted(SLOW, 90, 90)).verdict())
        .isEqualTo(Verdict.PASS);
  }

  @Test
  void comparesErrorsWhateverTheLoad() {
    assertThat(judge(2, counted(ERRORS, 100, 9), counted(SLOW, 90, 90)).reason())
        .startsWith("errors 10 % > 1.10 x stable's 0.9 %");
  }

  @Test
  void doesNotLetSlownessUnderMoreLoadProveErrors() {
    Counted errors = counted(ERRORS, 29, 9);
    Counted slow = counted(SLOW, 300, 90);

    assertThat(judge(1, errors, counted(SLOW, 90, 90)).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judge(1, errors, slow).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge(2, errors, slow).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void comparesNoLatencyOfArmsWithOtherPrompts() {
    Judgement judgement = judge(PROMPTS, means(812, 410), 300, 90);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reason())
        .isEqualTo(
            "prompt-tokens 812 against stable's 410, 1.98 x, alike is 0.9 to 1.1: send both arms"
                + " the same mix, or widen its within");
    assertThat(judge(PROMPTS, means(410, 400), 300, 90).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void passesNothingWhereThePromptsAreShorter() {
    assertThat(judge(PROMPTS, means(210, 410), 90, 90).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judge(PROMPTS, means(400, 410), 90, 90).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void comparesErrorsWhateverThePrompts() {
    Observation seen =
        new Observation(
            PODS,
            new Terms(50, true),
            List.of(counted(ERRORS, 100, 9), counted(SLOW, 90, 90)),
            List.of(means(812, 410)));

    assertThat(new Analyzer(template(PROMPTS)).judge(seen).reason())
        .startsWith("errors 10 % > 1.10 x stable's 0.9 %");
  }

  @Test
  void blamesNobodyForACacheThatIsStillCold() {
    Judgement slow = judge(CACHE, means(0.31, 0.78), 300, 90);

    assertThat(slow.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(slow.reason())
        .isEqualTo(
            "slow 30 % over 0.5 s > 1.10 x stable's 9 % may come of prefix-cache 0.31 against"
                + " stable's 0.78, 0.3974 x, n = 1000");
    assertThat(judge(CACHE, means(0.31, 0.78), 90, 90).verdict()).isEqualTo(Verdict.PASS);
    assertThat(judge(CACHE, means(0.7, 0.78), 300, 90).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judge(CACHE, means(0.9, 0.5), 300, 90).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void takesBackTheMetricsThatAColdCacheMakesSlowAndNoOthers() {
    Likeness other =
        new Likeness.Mean("prefix-cache", "hits", "queries", 0.8, 1e9, List.of("other"));

    assertThat(judge(other, means(0.31, 0.78), 300, 90).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void namesTheOtherGpu() {
    Judgement judgement = judge(GPU, labels("NVIDIA L4", "NVIDIA A100"), 300, 90);

    assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judgement.reason())
        .isEqualTo(
            "gpu-model NVIDIA L4 against stable's NVIDIA A100: let both run on the same, or judge"
                + " by max and leave gpu-model out");
    assertThat(judge(GPU, labels("NVIDIA L4", "NVIDIA L4"), 300, 90).verdict())
        .isEqualTo(Verdict.FAIL);
  }

  @Test
  void waitsForWhatOnlyOneArmTells() {
    assertThat(judge(GPU, labels("", "NVIDIA L4"), 300, 90).verdict())
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(judge(GPU, labels("", "NVIDIA L4"), 90, 90).reason())
        .isEqualTo("gpu-model: no data from the canary");
    assertThat(judge(GPU, new Compared.Unseen("prometheus answers HTTP 503"), 90, 90).reason())
        .isEqualTo("gpu-model: prometheus answers HTTP 503");
  }

  @Test
  void makesNothingOfWhatNobodyMeasures() {
    Judgement neither = judge(GPU, labels("", ""), 90, 90);

    assertThat(neither.verdict()).isEqualTo(Verdict.PASS);
    assertThat(neither.findings())
        .extracting(Finding::sentence)
        .contains("gpu-model is measured on neither arm, so nothing is made of it");
    assertThat(
            judge(PROMPTS, new Compared.Means(new MeanRatio(empty(), arm(9))), 90, 90).findings())
        .extracting(Finding::sentence)
        .contains("prompt-tokens has nothing to compare yet, so nothing is made of it");
  }

  @Test
  void takesSlownessBackAlsoWhileItIsInDoubtWhetherThePromptsAreAlike() {
    MeanRatio early = new MeanRatio(plus(empty(), 812), plus(empty(), 410));

    assertThat(judge(PROMPTS, new Compared.Means(early), 300, 90).reason())
        .startsWith("slow 30 % over 0.5 s > 1.10 x stable's 9 % may come of prompt-tokens 812");
    assertThat(judge(PROMPTS, new Compared.Means(early), 90, 90).verdict()).isEqualTo(Verdict.PASS);
  }

  private static Compared means(double canary, double stable) {
    return new Compared.Means(new MeanRatio(arm(canary), arm(stable)));
  }

  private static Compared labels(String canary, String stable) {
    return new Compared.Labels(values(canary), values(stable));
  }

  private static List<String> values(String value) {
    return value.isEmpty() ? List.of() : List.of(value);
  }

  /** The same mean in each of many parts. */
  private static MeanRatio.Arm arm(double mean) {
    MeanRatio.Arm arm = empty();
    for (int i = 0; i < 20; i++) {
      arm = plus(arm, mean);
    }
    return arm;
  }

  private static MeanRatio.Arm empty() {
    return new MeanRatio.Arm(true, 0, 0, 0, 0, 0, 0);
  }

  private static MeanRatio.Arm plus(MeanRatio.Arm arm, double mean) {
    return arm.plus(mean * 50, 50);
  }

  private static Judgement judge(Likeness likeness, Compared compared, long slow, long stable) {
    return new Analyzer(template(likeness))
        .judge(
            new Observation(
                PODS,
                new Terms(50, true),
                List.of(counted(ERRORS, 5, 5), counted(SLOW, slow, stable)),
                List.of(compared)));
  }

  private static AnalysisTemplate template(Likeness likeness) {
    return new AnalysisTemplate(
        Duration.ofSeconds(30),
        0.001,
        List.of(ERRORS, SLOW),
        List.of(likeness),
        KayentaConfig.NONE,
        OnInconclusive.HOLD);
  }

  private static Judgement judge(double load, Counted errors, Counted slow) {
    AnalysisTemplate template =
        new AnalysisTemplate(
            Duration.ofSeconds(30), 0.001, List.of(ERRORS, SLOW), OnInconclusive.HOLD);
    Terms terms = new Terms(50, 1, true, load);
    return new Analyzer(template).judge(new Observation(PODS, terms, List.of(errors, slow)));
  }

  /** A thousand requests on each side. */
  private static Counted counted(Metric metric, long bad, long stableBad) {
    Interval seen = new Interval(new Counts(1000, bad), new Counts(1000, stableBad));
    return new Counted(CountEvidence.none(metric.criteria(), Noise.constant(1)).plus(seen), 1, "");
  }
}
