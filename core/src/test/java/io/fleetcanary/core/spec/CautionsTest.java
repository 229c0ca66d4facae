package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.document.Problem;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CautionsTest {
  private static final String COUNTED =
      "{metrics: [{name: 'errors', bad: 'e{$track}', of: 'r{$track}', max: '2%'}]}";
  private static final String SLOW =
      "{metrics: [{name: 'slow', histogram: 'ttft{$track}', above: '1s', worse: '10%'}]}";
  private static final String QUERIED =
      "{metrics: [{name: 'gpu', query: 'avg(gpu{$track})', max: 95}]}";

  @Test
  void saysNothingAboutASpecThatCanPass() {
    assertThat(Cautions.of(Specs.valid(Specs.with("analysis", COUNTED)))).isEmpty();
  }

  @DisplayName("S51: a release without analysis")
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
  void saysThatNothingCountsTheRequestsOfAnArm() {
    assertThat(Cautions.of(Specs.valid(Specs.with("analysis", "{use: ['traefik']}")))).hasSize(1);
  }

  @Test
  void saysThatANameIsThatOfNoMetric() {
    String spec =
        COUNTED.substring(0, COUNTED.length() - 1)
            + ", alike: [{name: 'cache', sum: 'h{$track}', of: 'q{$track}', least: '80%', holds:"
            + " ['slow', 'errors']}], kayenta: {metrics: [{name: 'errors'}, {name: 'CPU'}],"
            + " classifier: {scoreThresholds: {pass: 95, marginal: 75}}}}";

    assertThat(Cautions.of(Specs.valid(Specs.with("analysis", spec))))
        .extracting(Problem::toString)
        .containsExactly(
            "analysis.alike: should hold metrics that there are, got slow; correct the name in"
                + " holds",
            "analysis.kayenta: should judge metrics that there are, got CPU, of which it has no"
                + " data; call it like one of analysis.metrics");
  }

  @Test
  void saysThatABakeEndsBeforeNewPodsAreWarm() {
    assertThat(Cautions.of(warmingUp(SLOW)))
        .extracting(Problem::toString)
        .containsExactly(
            "steps[0].bake: should be longer than analysis.warmUp, 2m, in which the latency of new"
                + " pods says nothing, got 2m; bake longer, or let pods warm up for less time");
  }

  @Test
  void saysNothingOfWarmUpWhereNoLatencyIsMeasured() {
    assertThat(Cautions.of(warmingUp(COUNTED))).isEmpty();
  }

  private static RolloutSpec warmingUp(String analysis) {
    String warmUp = analysis.substring(0, analysis.length() - 1) + ", warmUp: '2m'}";
    Map<String, @Nullable Object> tree = Specs.with("analysis", warmUp);
    tree.putAll(Specs.with("steps", "[{weight: 5, bake: '2m'}, {weight: 25, bake: '6m'}]"));
    tree.put("analysis", Specs.with("analysis", warmUp).get("analysis"));
    return Specs.valid(tree);
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
