package io.fleetcanary.lab.embedded.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightedTurnsTest {
  @Test
  void givesExactShares() {
    WeightedTurns turns = new WeightedTurns(List.of(9500, 500));

    long canary = IntStream.range(0, 2_000).filter(i -> turns.next().orElseThrow() == 1).count();

    assertThat(canary).isEqualTo(100);
  }

  @Test
  void spreadsTurnsEvenly() {
    WeightedTurns turns = new WeightedTurns(List.of(75, 25));

    List<Integer> order =
        IntStream.range(0, 8).map(i -> turns.next().orElseThrow()).boxed().toList();

    assertThat(order).containsExactly(0, 0, 1, 0, 0, 0, 1, 0);
  }

  @Test
  void knowsWhetherTheLastBackendIsToGetMore() {
    WeightedTurns few = new WeightedTurns(List.of(95, 5));

    assertThat(few.rises(new WeightedTurns(List.of(1)))).isTrue();
    assertThat(new WeightedTurns(List.of(75, 25)).rises(few)).isTrue();
    assertThat(few.rises(new WeightedTurns(List.of(75, 25)))).isFalse();
    assertThat(new WeightedTurns(List.of(100, 0)).rises(few)).isFalse();
    assertThat(new WeightedTurns(List.of(1)).rises(few)).isFalse();
  }

  @Test
  void givesNobodyATurnWithoutAWeight() {
    assertThat(new WeightedTurns(List.of(0, 0)).next()).isEqualTo(Optional.empty());
    assertThat(new WeightedTurns(List.of()).next()).isEqualTo(Optional.empty());
  }
}
