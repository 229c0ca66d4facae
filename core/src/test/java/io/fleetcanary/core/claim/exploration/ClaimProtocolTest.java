package io.fleetcanary.core.claim.exploration;

import static io.fleetcanary.core.claim.exploration.World.Thing.CANARY;
import static io.fleetcanary.core.claim.exploration.World.Thing.ROUTE;
import static io.fleetcanary.core.claim.exploration.World.Thing.SCALER;
import static io.fleetcanary.core.claim.exploration.World.Thing.WORKLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.claim.exploration.World.Thing;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Explores the claim protocol exhaustively, with the decision code that the activities call. */
class ClaimProtocolTest {
  static Stream<Arguments> scenarios() {
    return Stream.of(
        Arguments.of("one rollout, two late writers, reset", new Scenario(1, false, 2, true, true)),
        Arguments.of("two rollouts, one late writer", Scenario.TWO_ROLLOUTS),
        Arguments.of("two rollouts, undone", new Scenario(2, false, 0, false, false).undone()),
        Arguments.of("two rollouts, reset", new Scenario(2, false, 0, true, true)),
        Arguments.of("take-over, one late writer", Scenario.TAKEN_OVER),
        Arguments.of("take-over, reset", new Scenario(1, true, 0, true, true)));
  }

  /** Worlds too large to be explored as a whole by default, object by object. */
  static Stream<Arguments> parts() {
    Scenario late = new Scenario(2, false, 2, false, false);
    Scenario reset = new Scenario(2, false, 1, true, false);
    return Stream.of(
        Arguments.of("two rollouts, two late writers, undone", late.of(WORKLOAD).undone()),
        Arguments.of("two rollouts, late writer, reset, undone", reset.of(WORKLOAD).undone()),
        Arguments.of("two rollouts, two late writers: workload", late.of(WORKLOAD)),
        Arguments.of("two rollouts, two late writers: route", late.of(ROUTE)),
        Arguments.of("two rollouts, one late writer, reset: workload", reset.of(WORKLOAD)),
        Arguments.of("two rollouts, one late writer, reset: route", reset.of(ROUTE)),
        Arguments.of("two rollouts, one late writer, reset: canary", reset.of(CANARY)),
        Arguments.of("two rollouts, two late writers: autoscaler", late.of(SCALER)),
        Arguments.of("two rollouts, one late writer, reset: autoscaler", reset.of(SCALER)));
  }

  static Stream<Arguments> largeScenarios() {
    Scenario late = new Scenario(2, false, 2, false, false);
    Scenario reset = new Scenario(2, false, 1, true, false);
    return Stream.of(
        Arguments.of("two rollouts, two late writers: canary", late.of(CANARY)),
        Arguments.of("two rollouts, one late writer, reset: traffic", reset.of(ROUTE, CANARY)),
        Arguments.of("two rollouts, one late writer, reset", reset),
        Arguments.of("take-over, one late writer, reset", new Scenario(1, true, 1, true, true)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"scenarios", "parts"})
  void holdsInEveryState(String name, Scenario scenario) {
    var exploration = new Exploration(scenario, Rules.REAL).run();

    assertThat(exploration.broken()).as(name).isEmpty();
    assertThat(exploration.size()).as("states").isGreaterThan(50_000);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("largeScenarios")
  @EnabledIfSystemProperty(named = "fleetcanary.exploration", matches = "large")
  void holdsInEveryStateOfALargeWorld(String name, Scenario scenario) {
    var exploration = new Exploration(scenario, Rules.REAL).run();

    assertThat(exploration.broken()).as(name).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ROUTE, TURNING_THE_ROUTE",
    "WORKLOAD, TURNING_THE_WORKLOAD",
    "CANARY, TURNING_THE_CANARY",
    "SCALER, GOING_BACK_FROM_HALF_A_CLAIM",
    "ROUTE, GOING_BACK_FROM_HALF_A_CLAIM",
    "WORKLOAD, LEAVING_WHAT_WAS_KEPT"
  })
  void breaksInAWorldWithOneObjectToo(Thing thing, Omission omission) {
    var exploration = new Exploration(Scenario.ALONE.of(thing), omission).run();

    assertThat(exploration.broken()).as("what breaks without " + omission).isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void breaksWithoutEachRule(Omission omission) {
    var exploration = new Exploration(omission.scenario(), omission).run();

    assertThat(exploration.broken()).as("what breaks without " + omission).isPresent();
  }
}
