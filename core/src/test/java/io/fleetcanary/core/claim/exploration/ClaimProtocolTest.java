package io.fleetcanary.core.claim.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Explores the claim protocol exhaustively, with the decision code that the activities call. */
class ClaimProtocolTest {
  static Stream<Arguments> scenarios() {
    return Stream.of(
        Arguments.of("one rollout, two late writers, reset", new Scenario(1, false, 2, true, true)),
        Arguments.of("two rollouts, one late writer", Scenario.TWO_ROLLOUTS),
        Arguments.of("two rollouts, reset", new Scenario(2, false, 0, true, true)),
        Arguments.of("take-over, one late writer", Scenario.TAKEN_OVER),
        Arguments.of("take-over, reset", new Scenario(1, true, 0, true, true)));
  }

  static Stream<Arguments> largeScenarios() {
    return Stream.of(
        Arguments.of("take-over, one late writer, reset", new Scenario(1, true, 1, true, true)),
        Arguments.of(
            "two rollouts, one late writer, reset", new Scenario(2, false, 1, true, false)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
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
  @EnumSource
  void breaksWithoutEachRule(Omission omission) {
    var exploration = new Exploration(omission.scenario(), omission).run();

    assertThat(exploration.broken()).as("what breaks without " + omission).isPresent();
  }
}
