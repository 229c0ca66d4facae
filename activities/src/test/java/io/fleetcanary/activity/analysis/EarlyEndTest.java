package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A bake that ends before its time. */
class EarlyEndTest {
  private static final Until TEN_MINUTES = new Until.Baked(Duration.ofMinutes(10));
  private static final Until FOUR_SECONDS = new Until.Baked(Duration.ofSeconds(4));
  private static final Early SOON = new Early(3, Duration.ofSeconds(1));

  private final WatchBench bench = new WatchBench().looksEvery(Duration.ofMillis(200));

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void passesOnceEveryComparisonIsShownToBeGoodEnoughAndNotBeforeItsTime() {
    Instant begin = Instant.now();

    Watched watched = much().endsEarly(SOON).watch(TEN_MINUTES);

    assertThat(watched.verdict()).isEqualTo(Verdict.PASS);
    assertThat(watched.reason())
        .matches(
            "all 5 findings are good, n = 11500, shown to be less than 4\\.00 x stable's, 9m5\\ds"
                + " early, cluster eu-2");
    assertThat(Duration.between(begin, Instant.now())).isGreaterThan(SOON.after());
  }

  @Test
  void takesItsTimeWhereLittleIsShown() {
    assertThat(took(bench.goodTraffic().endsEarly(new Early(0.2, Duration.ZERO)), Verdict.PASS))
        .isGreaterThan(Duration.ofSeconds(4));
  }

  @Test
  void takesItsTimeWhereNobodyAsksForLess() {
    assertThat(took(much(), Verdict.PASS)).isGreaterThan(Duration.ofSeconds(4));
  }

  @Test
  void takesItsTimeWhereSomethingIsLikelyOrMissing() {
    much().endsEarly(SOON).series("gpu{pod=\"%s\"}", "chat-canary-1").clear();

    assertThat(took(bench, Verdict.INCONCLUSIVE)).isGreaterThan(Duration.ofSeconds(4));
  }

  /** Enough to show that the canary is less than four times as bad. */
  private WatchBench much() {
    return bench
        .traffic("chat-canary-1", 500, 2)
        .traffic("chat-1", 2250, 9)
        .traffic("chat-2", 2250, 9);
  }

  private static Duration took(WatchBench bench, Verdict verdict) {
    Instant begin = Instant.now();
    Watched watched = bench.watch(FOUR_SECONDS);

    assertThat(watched.verdict()).isEqualTo(verdict);
    assertThat(watched.reason()).doesNotContain("early");
    return Duration.between(begin, Instant.now());
  }
}
