package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Analyzer.Judgement;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.Observation.Terms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparedGaugeTest {
  private static final Finding PODS = new Finding("pods", Verdict.PASS, "2 canary pods", 0);
  private static final Metric SPEED =
      new Metric.Gauge("speed", "sum(s{$track})", List.of(), false, true);
  private static final Metric LIMITED =
      new Metric.Gauge("speed", "sum(s{$track})", List.of(new Criterion.Min(20)), false, true);

  @Test
  void showsHowFarItIsOffStablesAndDecidesNothing() {
    Judgement judgement = judge(SPEED, after(12, 30, 45));

    assertThat(judgement.verdict()).isEqualTo(Verdict.PASS);
    assertThat(judgement.reason()).isEqualTo("all 1 findings are good, n = 0");
    assertThat(judgement.findings().getLast())
        .isEqualTo(
            new Finding(
                "speed",
                Verdict.PASS,
                "compared, decides nothing: speed: 30 against stable's 45 on average",
                0,
                "difference -15, -15 to -15 over 11 blocks of 5 minutes"));
  }

  @Test
  void hasNoRangeBeforeThereAreEnoughBlocks() {
    assertThat(judge(SPEED, after(4, 30, 45)).findings().getLast().why())
        .isEqualTo("no range of the difference before 10 blocks of 5 minutes, got 3");
  }

  @Test
  void standsBehindALimitWhereThereIsOne() {
    Gauged slow = after(12, 15, 45);

    Judgement judgement = judge(LIMITED, slow);

    assertThat(judgement.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(judgement.reason()).isEqualTo("speed 15 < limit 20 at 120 looks on end");
    assertThat(judgement.findings().getLast().why())
        .isEqualTo(
            "15 against stable's 45 on average, difference -30, -30 to -30 over 11 blocks of 5"
                + " minutes");
  }

  @Test
  void holdsUpNothingWhereEitherArmIsMissing() {
    Judgement unseen = judge(SPEED, Gauged.UNSEEN);
    Judgement alone = judge(SPEED, Gauged.UNSEEN.next(List.of(), 30));

    assertThat(unseen.verdict()).isEqualTo(Verdict.PASS);
    assertThat(unseen.findings().getLast().sentence())
        .isEqualTo("compared, decides nothing: speed: no data");
    assertThat(alone.findings().getLast().sentence())
        .isEqualTo("compared, decides nothing: speed: nothing of stable to compare with");
  }

  private static Judgement judge(Metric metric, Gauged gauged) {
    AnalysisTemplate template =
        new AnalysisTemplate(Duration.ofSeconds(30), 0.001, List.of(metric), OnInconclusive.HOLD);
    return new Analyzer(template).judge(new Observation(PODS, new Terms(0, true), List.of(gauged)));
  }

  /** Blocks of ten looks each. */
  private static Gauged after(int blocks, double canary, double stable) {
    Gauged gauged = Gauged.UNSEEN;
    for (int look = 0; look < 10 * blocks; look++) {
      gauged =
          gauged.next(LIMITED.criteria(), canary).beside(Duration.ofSeconds(30L * look), stable);
    }
    return gauged;
  }
}
