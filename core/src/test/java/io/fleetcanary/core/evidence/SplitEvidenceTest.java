package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitEvidenceTest {
  private static final List<Double> HALVES = List.of(0.5, 0.5);

  @Test
  void agreesWithThePublishedFixtures() {
    assertThat(SplitEvidence.log(HALVES, List.of(12L, 5L))).isCloseTo(0.13246491, within(1e-8));
    assertThat(SplitEvidence.log(HALVES, List.of(60L, 30L))).isCloseTo(2.06891874, within(1e-8));
    assertThat(SplitEvidence.log(HALVES, List.of(120L, 60L))).isCloseTo(5.98583971, within(1e-8));
  }

  @Test
  void provesNothingWhereSharesAreAsPlanned() {
    assertThat(SplitEvidence.log(List.of(0.1, 0.9), List.of(1000L, 9000L))).isNegative();
  }
}
