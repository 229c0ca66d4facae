package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PulseTest {
  @Test
  void restsTwiceAsLongAfterEachLookInVainUpToALimit() {
    Duration most = Duration.ofMillis(250);

    assertThat(IntStream.rangeClosed(1, 6).mapToObj(looks -> Pulse.between(looks, most).toMillis()))
        .containsExactly(20L, 40L, 80L, 160L, 250L, 250L);
  }

  @Test
  void restsNoLongerHoweverOftenItHasLooked() {
    assertThat(Pulse.between(Integer.MAX_VALUE, Duration.ofMinutes(1)))
        .isLessThanOrEqualTo(Duration.ofMinutes(1))
        .isPositive();
  }
}
