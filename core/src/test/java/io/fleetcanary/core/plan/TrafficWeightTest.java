package io.fleetcanary.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficWeightTest {
  @ParameterizedTest
  @DisplayName("S2, S42, S43: canary pods for a share are rounded up, at least one")
  @CsvSource({
    "3, 20, 1",
    "3, 40, 2",
    "3, 60, 2",
    "3, 80, 3",
    "3, 90, 3",
    "5, 40, 2",
    "10, 40, 4",
    "10, 60, 6",
    "5, 60, 3",
    "1, 1, 1",
    "100, 1, 1",
    "101, 1, 2",
    "7, 99, 7",
    "4, 0, 1"
  })
  void roundsPodsUp(int stable, int percent, int pods) {
    assertThat(new TrafficWeight(percent).podsFor(stable)).isEqualTo(pods);
  }

  @ParameterizedTest
  @DisplayName("S17: no weight below 0 or above 100 can be thought of")
  @ValueSource(ints = {-1, 101, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void isNoOtherShare(int percent) {
    assertThatThrownBy(() -> new TrafficWeight(percent))
        .hasMessage("traffic weight must be 0..100 percent, got " + percent);
  }
}
