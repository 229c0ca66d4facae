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
  void givesMostOfItToTheBakesOfTheFirstAttempt() {
    double planned = attempt(5, 1, 5);

    assertThat(planned).isCloseTo(0.8, within(1e-12));
  }

  @Test
  void leavesSomeToWatchesThatNobodyPlannedAndToFurtherAttempts() {
    double all = IntStream.rangeClosed(1, 999).mapToDouble(it -> attempt(3, it, 999)).sum();

    assertThat(attempt(3, 1, 4)).isGreaterThan(attempt(3, 1, 3));
    assertThat(attempt(3, 2, 3)).isGreaterThan(0.03);
    assertThat(all).isLessThan(1).isCloseTo(1, within(0.02));
  }

  @Test
  void hasSomethingForAPlanWithoutBakes() {
    assertThat(AlphaSpending.watch(0, 1, 1)).isPositive();
  }

  private static double attempt(int bakes, int attempt, int watches) {
    return IntStream.rangeClosed(1, watches)
        .mapToDouble(watch -> AlphaSpending.watch(bakes, attempt, watch))
        .sum();
  }
}
