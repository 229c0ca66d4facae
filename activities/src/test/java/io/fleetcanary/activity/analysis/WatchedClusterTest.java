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
    "4 8, 1, 25, 2", // stable grows from 4 to 8
    "0 8, 1, 25, 2", // though nobody saw it grow
    "4 5, 1, 25, 2", // rounded up
    "4 4, 1, 25, 0",
    "4 8, 2, 25, 0", // grown already
    "8 4, 2, 25, 1", // stable shrinks from 8 to 4
    "4 4, 3, 25, 0", // what an earlier step has left stays
    "8 1, 2, 25, 1", // at least one
    "8 0, 2, 25, 0", // stable has gone: nothing to follow
    "4 8, 0, 0, 0" // no share
  })
  void followsStablesSize(String stable, int canary, int share, int pods) {
    int before = Integer.parseInt(stable.substring(0, 1));
    int now = Integer.parseInt(stable.substring(2));
    OptionalInt expected = pods == AS_IT_IS ? OptionalInt.empty() : OptionalInt.of(pods);

    assertThat(new Size(now, canary).following(new TrafficWeight(share), size(before), true))
        .isEqualTo(expected);
  }

  @Test
  void onlyGrowsBetweenSteps() {
    TrafficWeight quarter = new TrafficWeight(25);

    assertThat(new Size(8, 1).following(quarter, size(4), false)).hasValue(2);
    assertThat(new Size(4, 2).following(quarter, size(8), false)).isEmpty();
  }

  @Test
  void followsNothingThatNobodyHasSeen() {
    assertThat(Size.UNKNOWN.following(new TrafficWeight(25), size(4), true)).isEmpty();
  }

  private static Size size(int stable) {
    return new Size(stable, 1);
  }
}
