package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                          | steps: must not be empty; add one of steps, or leave it out
          {weight: 5, bake: '1m'}     | steps: must be a list of steps, got an object; write it as a list
          [null]                      | steps[0]: must be given; write it or remove the entry
          [5]                         | steps[0]: must be an object, got the number 5; write its fields
          [{bake: '1m'}]              | steps[0].weight: must be given; write a percentage from 1 to 99, without %
          [{weight: 5}]               | steps[0].bake: must be given; say how long it is watched, e.g. 10m
          [{weight: 0, bake: '1m'}]   | steps[0].weight: must be a whole number from 1 to 99, got the number 0; write a number without quotes, unit or fraction
          [{weight: 120, bake: '1m'}] | steps[0].weight: must be a whole number from 1 to 99, got the number 120; write a number without quotes, unit or fraction
          [{weight: 100, bake: '1m'}] | steps[0].weight: must be below 100, got the number 100; drop the step, promotion brings 100
          [{weight: '5%', bake: '1m'}] | steps[0].weight: must be a whole number from 1 to 99, got "5%"; write a number without quotes, unit or fraction
          [{weight: 5.5, bake: '1m'}] | steps[0].weight: must be a whole number from 1 to 99, got the number 5.5; write a number without quotes, unit or fraction
          [{weight: NaN, bake: '1m'}] | steps[0].weight: must be a whole number from 1 to 99, got the number NaN; write a number without quotes, unit or fraction
          [{weight: 1e400, bake: '1m'}] | steps[0].weight: must be a whole number from 1 to 99, got the number Infinity; write a number without quotes, unit or fraction
          [{weight: 5, bake: 10}]     | steps[0].bake: must be a duration from 0s to 720h, got the number 10; write it with its unit, e.g. 45s, 10m or 1h30m
          [{weight: 5, bake: '-1m'}]  | steps[0].bake: must be a duration from 0s to 720h, got "-1m"; write it with its unit, e.g. 45s, 10m or 1h30m
          [{weight: 25, bake: '1m'}, {weight: 5, bake: '1m'}] | steps[1].weight: must be above the step before, 25, got 5; raise it, or drop the step
          [{weight: 25, bake: '1m'}, {weight: 25, bake: '1m'}] | steps[1].weight: must be above the step before, 25, got 25; raise it, or drop the step
          [{weight: 5, bake: '1m', pause: '1m'}] | steps[0].pause: is not a field here; remove it, or use one of weight, bake
          """)
  @DisplayName("S17: refuses steps that cannot be, each with its path and what to do")
  void refuses(String json, String problem) {
    assertThat(Specs.problems(Specs.with("steps", json))).containsExactly(problem);
  }

  @Test
  void comparesEachWeightWithTheHighestBeforeIt() {
    String json = "[{weight: 50, bake: '1m'}, {weight: 5, bake: '1m'}, {weight: 25, bake: '1m'}]";

    assertThat(Specs.problems(Specs.with("steps", json)))
        .containsExactly(
            "steps[1].weight: must be above the step before, 50, got 5; raise it, or drop the step",
            "steps[2].weight: must be above the step before, 50, got 25; raise it, or drop the step");
  }

  @Test
  void takesBakesOfSecondsAndOfNoTimeAtAll() {
    RolloutSpec spec =
        Specs.valid(Specs.with("steps", "[{weight: 5, bake: '0s'}, {weight: 99.0, bake: '2s'}]"));

    assertThat(spec.steps())
        .containsExactly(
            new RolloutSpec.Step(5, Duration.ZERO),
            new RolloutSpec.Step(99, Duration.ofSeconds(2)));
  }
}
