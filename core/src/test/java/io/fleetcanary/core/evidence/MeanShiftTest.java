package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeanShiftTest {
  @Test
  void agreesWithThePublishedFixture() {
    assertThat(MeanShift.halfWidth(100, 1, 0.1, 0.05)).isCloseTo(0.303781102, within(1e-9));
  }
}
