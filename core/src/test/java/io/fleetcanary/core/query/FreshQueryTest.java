package io.fleetcanary.core.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshQueryTest {
  private static final Duration WITHIN = Duration.ofSeconds(90);

  @Test
  void takesOnlySeriesWithASampleOfLate() {
    assertThat(fresh("avg(gpu{$track})"))
        .isEqualTo("avg((gpu{$track} and last_over_time(gpu{$track}[90s])))");
  }

  @Test
  void doesSoWithEachSelectorAndKeepsWhatIsBetween() {
    assertThat(fresh("sum by (pod) (a:b{$track, x!=\"}\"} == 1)\n/ b {$track} or {$track,c='{'}"))
        .isEqualTo(
            "sum by (pod) ((a:b{$track, x!=\"}\"} and"
                + " last_over_time(a:b{$track, x!=\"}\"}[90s])) == 1)\n"
                + "/ (b {$track} and last_over_time(b {$track}[90s]))"
                + " or ({$track,c='{'} and last_over_time({$track,c='{'}[90s]))");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(a{$track}[5m])",
        "max_over_time(a{$track} [10m:15s])",
        "a{$track} offset 5m",
        "a{$track} OFFSET 5m",
        "a{$track} @ 1700000000",
        "time() - timestamp( a{$track})",
        "info(a, {__name__=\"target_info\"})",
        "label_replace(a, \"x\", \"{y}\", \"z\", \"\") # of b{$track}",
        "up",
        "vector(1)",
        "a{$track",
        "a{x=\"",
        "{"
      })
  void leavesWhatHasATimeOfItsOwnOrCannotBeRead(String query) {
    assertThat(fresh(query)).isEqualTo(query);
  }

  private static String fresh(String query) {
    return FreshQuery.of(query, WITHIN);
  }
}
