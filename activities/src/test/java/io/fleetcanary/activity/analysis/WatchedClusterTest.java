package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.analysis.WatchedCluster.Size;
import io.fleetcanary.core.plan.TrafficWeight;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedClusterTest {
  private static final int AS_IT_IS = 0;

  @ParameterizedTest
  @CsvSource({
    "25, 4, 8, 1, true, 2", // stable grows from 4 to 8
    "25, 4, 8, 1, false, 2", // whatever is done meanwhile
    "25, 0, 8, 1, true, 2", // though nobody saw it grow
    "25, 4, 5, 1, true, 2", // rounded up
    "25, 4, 4, 1, true, 0",
    "25, 4, 8, 2, true, 0", // grown already
    "25, 8, 4, 2, true, 1", // stable shrinks from 8 to 4
    "25, 8, 4, 2, false, 0", // between steps nothing is taken away
    "25, 4, 4, 3, true, 0", // nor what an earlier step has left
    "25, 8, 1, 2, true, 1", // at least one
    "25, 8, 0, 2, true, 0", // stable has gone: nothing to follow
    "0, 4, 8, 0, true, 0" // no share
  })
  void followsStablesSize(int share, int before, int stable, int canary, boolean down, int pods) {
    OptionalInt expected = pods == AS_IT_IS ? OptionalInt.empty() : OptionalInt.of(pods);

    assertThat(new Size(stable, canary).following(new TrafficWeight(share), size(before), down))
        .isEqualTo(expected);
  }

  @Test
  void followsNothingThatNobodyHasSeen() {
    assertThat(Size.UNKNOWN.following(new TrafficWeight(25), size(4), true)).isEmpty();
  }

  private static Size size(int stable) {
    return new Size(stable, 1);
  }
}
