package io.fleetcanary.core.claim.exploration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Explores the claim protocol exhaustively, with the decision code that the activities call. */
class ClaimProtocolTest {
  private static final Scenario ALONE = new Scenario(1, false, 1, false, false);
  private static final Scenario RESET = new Scenario(1, false, 1, true, false);
  private static final Scenario TAKEN_OVER = new Scenario(1, true, 1, false, false);
  private static final Scenario TWO_ROLLOUTS = new Scenario(2, false, 1, false, false);

  static Stream<Arguments> scenarios() {
    return Stream.of(
        Arguments.of("one rollout, two late writers, reset", new Scenario(1, false, 2, true, true)),
        Arguments.of("two rollouts, one late writer", TWO_ROLLOUTS),
        Arguments.of("two rollouts, reset", new Scenario(2, false, 0, true, true)),
        Arguments.of("take-over, one late writer", TAKEN_OVER),
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
    var broken =
        List.of(ALONE, RESET, TAKEN_OVER, TWO_ROLLOUTS).stream()
            .filter(scenario -> new Exploration(scenario, omission).run().broken().isPresent())
            .findFirst();

    assertThat(broken).as("a world that shows why " + omission + " is a rule").isPresent();
  }
}
