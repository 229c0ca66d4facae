package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.document.Problem;
import org.junit.jupiter.api.Test;

class CautionsTest {
  private static final String COUNTED =
      "{metrics: [{name: 'errors', bad: 'e{$track}', of: 'r{$track}', max: '2%'}]}";
  private static final String QUERIED =
      "{metrics: [{name: 'gpu', query: 'avg(gpu{$track})', max: 95}]}";

  @Test
  void saysNothingAboutASpecThatCanPass() {
    assertThat(Cautions.of(Specs.valid(Specs.with("analysis", COUNTED)))).isEmpty();
  }

  @Test
  void saysThatNothingCountsRequests() {
    String caution =
        "analysis.metrics: should have a metric that counts requests, without one every bake ends"
            + " inconclusive; add one with bad and of, or with a histogram";

    assertThat(Cautions.of(Specs.valid(Specs.with("analysis", QUERIED))))
        .extracting(Problem::toString)
        .containsExactly(caution);
    assertThat(Cautions.of(Specs.valid(Specs.with("analysis", "{}"))))
        .extracting(Problem::toString)
        .containsExactly(caution);
  }

  @Test
  void saysThatABakeIsNone() {
    RolloutSpec spec =
        Specs.valid(
            Specs.with(
                "waves",
                "[{name: 'a', select: 'all', steps: [{weight: 5, bake: '1s'}, {weight: 9, bake:"
                    + " '0s'}]}]"));

    assertThat(Cautions.of(spec))
        .extracting(Problem::toString)
        .contains(
            "waves[0].steps[1].bake: should be above 0s, nothing can be measured in no time, so it"
                + " ends inconclusive; give it the time to see some requests, or drop the step");
  }
}
