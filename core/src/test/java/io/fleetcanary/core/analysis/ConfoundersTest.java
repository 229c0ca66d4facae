package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Analyzer.Judgement;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Terms;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Interval;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What makes a canary look worse that is no fault of the revision. */
class ConfoundersTest {
  private static final Finding PODS = new Finding("pods", Verdict.PASS, "2 canary pods", 0);
  private static final Metric.Ratio ERRORS =
      new Metric.Ratio("errors", "bad", "all", 50, List.of(new Criterion.Worse(0.1)));
  private static final Metric.Latency SLOW =
      new Metric.Latency("slow", "ttft", 0.5, 50, List.of(new Criterion.Worse(0.1)));

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
    return new Counted(CountEvidence.none(metric.criteria(), 1).plus(seen), 1, "");
  }
}
