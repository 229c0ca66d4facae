package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.AnalysisActivities.Until;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RhythmTest {
  private static final Duration BAKE = Duration.ofMinutes(10);
  private static final Until GUARD = new Until.Cancelled();

  private final WatchBench bench = new WatchBench();

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void looksAtPodsEveryFewSecondsWhereNobodyTells() {
    Rhythm rhythm = every(Duration.ofMinutes(5), GUARD);

    assertThat(pause(rhythm, Duration.ZERO, false)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void looksNowAndThenWhereTheClusterTells() {
    Rhythm rhythm = every(Duration.ofMinutes(5), GUARD);

    assertThat(rhythm.mayWait(since(rhythm, Duration.ZERO))).isTrue();
    assertThat(pause(rhythm, Duration.ZERO, true)).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void looksAtPodsWithTheMetricsInAnyCase() {
    Rhythm rhythm = every(Duration.ofSeconds(10), GUARD);
    Instant now = since(rhythm, Duration.ZERO);

    assertThat(rhythm.pause(now, now.plusSeconds(7), true)).isEqualTo(Duration.ofSeconds(7));
  }

  /** Three looks at the end, as close to one another as ever: no bake ends well without them. */
  @Test
  void looksEveryFewSecondsAtTheEndOfABake() {
    Rhythm rhythm = every(Duration.ofMinutes(5), new Until.Baked(BAKE));

    assertThat(pause(rhythm, BAKE.minusSeconds(35), true)).isEqualTo(Duration.ofSeconds(15));
    assertThat(rhythm.mayWait(since(rhythm, BAKE.minusSeconds(21)))).isTrue();
    assertThat(rhythm.mayWait(since(rhythm, BAKE.minusSeconds(20)))).isFalse();
  }

  @Test
  void asksAsEverWhereAPromotionIsWaitedFor() {
    Rhythm rhythm = every(Duration.ofSeconds(30), new Until.Promoted(BAKE));

    assertThat(rhythm.mayWait(since(rhythm, Duration.ZERO))).isFalse();
  }

  @Test
  void asksAsEverWhereMetricsAreAskedForAsOften() {
    assertThat(every(Duration.ofSeconds(5), GUARD).mayWait(Instant.now())).isFalse();
    assertThat(every(Duration.ofSeconds(6), GUARD).mayWait(Instant.now())).isTrue();
  }

  private Rhythm every(Duration time, Until until) {
    return new Rhythm(bench.looksEvery(time).request(until), Instant.EPOCH);
  }

  private static Instant since(Rhythm rhythm, Duration time) {
    return rhythm.since().plus(time);
  }

  /** With metrics not due for long. */
  private static Duration pause(Rhythm rhythm, Duration at, boolean waits) {
    Instant now = since(rhythm, at);
    return rhythm.pause(now, now.plus(Duration.ofHours(1)), waits);
  }
}
