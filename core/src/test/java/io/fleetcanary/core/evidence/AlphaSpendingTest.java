package io.fleetcanary.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AlphaSpendingTest {
  @Test
  void neverSpendsMoreThanAllOfIt() {
    double spent = LongStream.rangeClosed(1, 100_000).mapToDouble(AlphaSpending::share).sum();

    assertThat(spent).isLessThan(1).isCloseTo(1, within(1e-4));
  }

  @Test
  void leavesHalfOfItToWatchesThatNobodyPlanned() {
    double planned = IntStream.rangeClosed(1, 5).mapToDouble(k -> AlphaSpending.watch(5, k)).sum();
    double all = IntStream.rangeClosed(1, 9999).mapToDouble(k -> AlphaSpending.watch(5, k)).sum();

    assertThat(planned).isCloseTo(0.5, within(1e-12));
    assertThat(all).isLessThan(1).isCloseTo(1, within(1e-3));
  }
}
