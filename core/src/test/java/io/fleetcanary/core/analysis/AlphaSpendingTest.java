package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AlphaSpendingTest {
  @Test
  void neverSpendsMoreThanAllOfIt() {
    double spent = LongStream.rangeClosed(1, 100_000).mapToDouble(AlphaSpending::share).sum();

    assertThat(spent).isLessThan(1).isCloseTo(1, within(1e-4));
  }
}
