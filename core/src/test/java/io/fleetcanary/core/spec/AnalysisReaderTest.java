package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnalysisReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                       | analysis: must be an object, got a list; write its fields
          {every: '999ms'}         | analysis.every: must be a duration from 1s to 1h, got "999ms"; write it with its unit, e.g. 45s, 10m or 1h30m
          {every: '61m'}           | analysis.every: must be a duration from 1s to 1h, got "61m"; write it with its unit, e.g. 45s, 10m or 1h30m
          {metrics: []}            | analysis.metrics: must not be empty; add one of metrics, or leave it out
          {metrics: {}}            | analysis.metrics: must be a list of metrics, got an object; write it as a list
          {use: ['vlm']}           | analysis.use[0]: must be one of PRESETS, got "vlm"; did you mean vllm?
          {inconclusive: 'rollback'} | analysis.inconclusive: must be one of hold, rollBack, got "rollback"; did you mean rollBack?
          {alike: [{name: 'a'}]}   | analysis.alike[0]: must have exactly one shape, got 0; write sum and of, or label and in
          {alike: [{name: 'a', sum: 's{$track}', of: 'o{$track}', label: 'l', in: 'i{$track}'}]} | analysis.alike[0]: must have exactly one shape, got 2; write sum and of, or label and in
          {alike: [{name: 'a', sum: 's{$track}'}]} | analysis.alike[0].of: must be given; select the counter that it is divided by
          {alike: [{name: 'a', sum: 's', of: 'o{$track}'}]} | analysis.alike[0].sum: must be a plain selector of at most 1000 characters with $track among its matchers, got "s"; write it like name{$track,label="value"}
          {alike: [{name: 'a', sum: 's{$track}', of: 'o{$track}', within: '5%', least: '80%'}]} | analysis.alike[0].within: must be left out where least is; keep one of them
          {alike: [{name: 'a', label: 'l', in: 'i{$track}', least: '80%'}]} | analysis.alike[0].least: must be left out, labels are alike or not; remove it
          {alike: [{name: 'share', label: 'l', in: 'i{$track}'}]} | analysis.alike[0].name: must not be share, that is a check of its own; rename it
          {interval: '30s'}        | analysis.interval: is not a field here; remove it, or use one of every, metrics, alike, use, kayenta, inconclusive, early, warmUp
          {warmUp: '2h'} | analysis.warmUp: must be a duration from 0s to 3m, got "2h"; write it with its unit, e.g. 45s, 10m or 1h30m
          {metrics: [{name: 'a', bad: 'b{$track}', of: 'o{$track}', worse: '50%'}], early: {worse: '50%', after: '10m'}} | analysis.early.worse: must be above every metric's own worse, got "50%"; write more than that of the metrics
          {metrics: [{name: 'a', bad: 'b{$track}', of: 'o{$track}', worse: '50%'}], early: {worse: '60%', after: '4m'}} | analysis.early.after: must be a duration from 5m to 720h, got "4m"; write it with its unit, e.g. 45s, 10m or 1h30m
          {metrics: [{name: 'a', bad: 'b{$track}', of: 'o{$track}', worse: '50%'}], early: {worse: '60%'}} | analysis.early.after: must be given; say how long at least
          {metrics: [{name: 'a', bad: 'b{$track}', of: 'o{$track}', worse: '50%'}], early: {after: '10m'}} | analysis.early.worse: must be given; say how good is good enough, e.g. 50%
          {metrics: [{name: 'a', bad: 'b{$track}', of: 'o{$track}', max: '5%'}], early: {worse: '50%', after: '10m'}} | analysis.early: must be left out, no metric is compared with stable; write worse for one
          """)
  void refuses(String json, String problem) {
    String known = String.join(", ", Presets.names());
    assertThat(Specs.problems(Specs.with("analysis", json)))
        .containsExactly(problem.replace("PRESETS", known));
  }

  @Test
  void readsWhenABakeMayEndEarly() {
    String analysis = "{use: ['vllm'], early: {worse: '60%', after: '10m'}}";

    assertThat(Specs.valid(Specs.with("analysis", analysis)).analysis().early())
        .isEqualTo(new Early(0.6, Duration.ofMinutes(10)));
  }

  @Test
  void refusesMoreThanFiftyMetrics() {
    String metrics =
        IntStream.rangeClosed(1, 51)
            .mapToObj(number -> "{name: 'm" + number + "', query: 'up{$track}', max: 1}")
            .collect(Collectors.joining(","));

    assertThat(Specs.problems(Specs.with("analysis", "{metrics: [" + metrics + "]}")))
        .containsExactly(
            "analysis.metrics: must have at most 50 metrics, got 51; measure what decides");
  }
}
