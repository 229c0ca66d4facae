package io.fleetcanary.starter.option;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.starter.Samples;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a wave serves the new revision. */
class StageTest {
  @ParameterizedTest
  @CsvSource({
    "BAKING, PROBATION, QUEUED",
    "HOLDING, PROBATION KEEPING PROMOTED, QUEUED",
    "RELEASING, PROBATION ROLLED_BACK, STARTING", // within the budget
    "RELEASING, PROBATION UNTOUCHED, QUEUED SHIFTING",
    "ROLLED_BACK, ROLLED_BACK, UNTOUCHED",
    "REFUSED, QUEUED, QUEUED",
  })
  void isReached(FleetPhase fleet, String first, String rest) {
    assertThat(Stage.parse("wave:first").reached(status(fleet, first, rest))).isTrue();
    assertThat(Stage.parse("wave:1").reached(status(fleet, first, rest))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "RELEASING, PROBATION BAKING, QUEUED",
    "RELEASING, PROBATION ROLLED_BACK, QUEUED", // a person may be asked yet, or the budget spent
    "HOLDING, ROLLED_BACK, QUEUED",
    "RELEASING, ROLLED_BACK, STARTING", // over, and nobody serves it
    "RELEASING, PROBATION HANDED_OVER, STARTING",
    "RELEASING, PROBATION RETURNING, STARTING",
    "RETURNING, PROBATION, QUEUED",
    "RETURNING, PROMOTED, ROLLED_BACK",
    "RETURNING, ROLLED_BACK, UNTOUCHED",
    "RETURNING, HANDED_OVER, UNTOUCHED",
  })
  void isNotReachedYet(FleetPhase fleet, String first, String rest) {
    assertThat(Stage.parse("wave:first").reached(status(fleet, first, rest))).isFalse();
  }

  private static FleetStatus status(FleetPhase phase, String first, String rest) {
    FleetStatus sample = Samples.status();
    return new FleetStatus(
        sample.workflowId(),
        sample.rolloutId(),
        sample.service(),
        sample.namespace(),
        sample.revision(),
        sample.digest(),
        phase,
        "",
        List.of(wave("first", first), wave("rest", rest)),
        List.of(),
        List.of());
  }

  private static WaveStatus wave(String name, String phases) {
    return new WaveStatus(
        name,
        Arrays.stream(phases.split(" ", -1))
            .map(ClusterPhase::valueOf)
            .map(StageTest::in)
            .toList());
  }

  private static ClusterStatus in(ClusterPhase phase) {
    return new ClusterStatus(
        "eu-1", phase, TrafficWeight.NONE, ShareSeen.NONE, List.of(), "", Samples.NOW);
  }
}
