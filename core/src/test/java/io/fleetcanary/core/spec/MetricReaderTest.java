package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'errors'                     | : must be an object, got "errors"; write its fields
          {query: 'up{$track}', max: 1} | .name: must be given; findings are called by it
          {name: 'Up', query: 'up{$track}', max: 1} | .name: must be a DNS label of at most 63 characters, got "Up"; use lower-case letters, digits and '-', with a letter or digit at both ends
          {name: 'pods', query: 'up{$track}', max: 1} | .name: must not be pods, that is a check of its own; rename it
          {name: 'm', max: 1}          | : must have exactly one shape, got 0; write bad and of, or histogram and above, or query
          {name: 'm', query: 'up{$track}', bad: 'b{$track}', of: 'a{$track}', max: 1} | : must have exactly one shape, got 2; write bad and of, or histogram and above, or query
          {name: 'm', bad: 'b{$track}', of: 'a{$track}', histogram: 'h{$track}', above: '1s', max: '1%'} | : must have exactly one shape, got 2; write bad and of, or histogram and above, or query
          {name: 'm', bad: 'b{$track}', max: '1%'} | .of: must be given; select all requests
          {name: 'm', of: 'a{$track}', max: '1%'} | .bad: must be given; select the bad requests
          {name: 'm', histogram: 'h{$track}', max: '1%'} | .above: must be given; name a bucket edge, e.g. 1s
          {name: 'm', above: '1s', max: '1%'} | .histogram: must be given; select the histogram, without _bucket
          {name: 'm', histogram: 'h_bucket{$track}', above: '1s', max: '1%'} | .histogram: must be the histogram itself, got "h_bucket{$track}"; leave its suffix out
          {name: 'm', histogram: 'h{$track}', above: 1, max: '1%'} | .above: must be a duration from 1ms to 1h, got the number 1; write it with its unit, e.g. 45s, 10m or 1h30m
          {name: 'm', bad: 'rate(b{$track}[1m])', of: 'a{$track}', max: '1%'} | .bad: must be a plain selector of at most 1000 characters, got "rate(b{$track}[1m])"; write it like name{$track,label="value"}; functions and operators are for query
          {name: 'm', bad: 'b{$track,code=5}', of: 'a{$track}', max: '1%'} | .bad: must be a plain selector of at most 1000 characters, got "b{$track,code=5}"; write it like name{$track,label="value"}; functions and operators are for query
          {name: 'm', bad: 'b', of: 'a{$track}', max: '1%'} | .bad: must contain $track, or the metric must say scope: cluster; write e.g. name{$track}
          {name: 'm', query: 'up', max: 1} | .query: must contain $track, or the metric must say scope: cluster; write e.g. name{$track}
          {name: 'm', query: 'up{$track}', max: 1, scope: 'cluster'} | .query: must not contain $track, the metric says scope: cluster; remove one of the two
          {name: 'm', query: 'up{$track}', max: 1, scope: 'fleet'} | .scope: must be cluster, the one scope there is, got "fleet"; write cluster or leave it out
          {name: 'm', bad: 'b', of: 'a', worse: '10%', scope: 'cluster'} | .worse: must be left out, scope: cluster has no stable to compare with; write max
          {name: 'm', bad: 'b{$track}', of: 'a{$track}'} | : must have a limit, got none; write max or worse
          {name: 'm', query: 'up{$track}'} | : must have a limit, got none; write max or min, or compare: stable
          {name: 'm', query: 'up{$track}', compare: 'canary'} | .compare: must be stable, there is nobody else to ask, got "canary"; write stable or leave it out
          {name: 'm', query: 'up', scope: 'cluster', max: 1, compare: 'stable'} | .compare: must be left out, scope: cluster has no stable to compare with; remove it
          {name: 'm', bad: 'b{$track}', of: 'a{$track}', max: '1%', compare: 'stable'} | .compare: must be left out, worse compares requests; write worse
          {name: 'm', bad: 'b{$track}', of: 'a{$track}', max: 2} | .max: must be a percentage above 0% and below 100%, got the number 2; write it with its unit, e.g. 2% or 0.5%
          {name: 'm', bad: 'b{$track}', of: 'a{$track}', max: '0%'} | .max: must be a percentage above 0% and below 100%, got "0%"; write it with its unit, e.g. 2% or 0.5%
          {name: 'm', bad: 'b{$track}', of: 'a{$track}', max: '100%'} | .max: must be a percentage above 0% and below 100%, got "100%"; write it with its unit, e.g. 2% or 0.5%
          {name: 'm', bad: 'b{$track}', of: 'a{$track}', min: '1%'} | .min: must be left out, a share has no lower limit; write max or worse
          {name: 'm', bad: 'b{$track}', of: 'a{$track}', worse: 0.1} | .worse: must be a percentage up to 1000%, got the number 0.1; write it with its unit, e.g. 2% or 0.5%
          {name: 'm', bad: 'b{$track}', of: 'a{$track}', worse: '1001%'} | .worse: must be a percentage up to 1000%, got "1001%"; write it with its unit, e.g. 2% or 0.5%
          {name: 'm', bad: 'b{$track}', of: 'a{$track}', max: '1%', minRequests: 0} | .minRequests: must be a whole number from 1 to 1000000000, got the number 0; write a number without quotes, unit or fraction
          {name: 'm', query: 'up{$track}', max: '95%'} | .max: must be a number in the unit of the query, got "95%"; write a number without quotes or unit
          {name: 'm', query: 'up{$track}', max: NaN} | .max: must be a number in the unit of the query, got the number NaN; write a number without quotes or unit
          {name: 'm', query: 'up{$track}', worse: '10%'} | .worse: must be left out, a query has only absolute limits; write max or min, or compare: stable, which decides nothing
          {name: 'm', query: 'up{$track}', max: 1, min: 2} | .min: must be below max, 1.0, got 2.0; swap or drop one
          {name: 'm', query: 'up{$track}', max: 1, minRequests: 9} | .minRequests: must be left out, a query counts no requests; remove it
          {name: 'm', query: 'up{$track}', max: 1, onTrial: 'yes'} | .onTrial: must be true or false, got "yes"; write true, or leave it out
          {name: 'm', query: 5, max: 1} | .query: must be text, got the number 5; write it in quotes
          {name: 'm', querry: 'up{$track}', query: 'up{$track}', max: 1} | .querry: is not a field here; did you mean query?
          """)
  void refuses(String json, String problem) {
    assertThat(Specs.problems(Specs.with("analysis", "{metrics: [" + json + "]}")))
        .containsExactly("analysis.metrics[0]" + problem);
  }

  @Test
  void refusesTwoMetricsOfOneName() {
    String metric = "{name: 'm', query: 'up{$track}', max: 1}";

    assertThat(Specs.problems(Specs.with("analysis", "{metrics: [" + metric + "," + metric + "]}")))
        .containsExactly(
            "analysis.metrics[1].name: must be unique, got \"m\" twice; rename one of them");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "b{$track}",
        "b{ $track , code =~ \"5..\" , }",
        "vllm:b_total{code!=\"2\\\\\"00\",$track}",
        "b{code!~\"a,b}\",$track}"
      })
  void takesPlainSelectors(String selector) {
    String json = "{metrics: [{name: 'm', bad: '" + selector + "', of: 'a{$track}', max: '1%'}]}";

    assertThat(Specs.problems(Specs.with("analysis", json))).isEmpty();
  }

  @Test
  void takesAQueryThatIsComparedOnly() {
    String json = "{metrics: [{name: 'm', query: 'up{$track}', compare: 'stable'}]}";

    assertThat(Specs.problems(Specs.with("analysis", json))).isEmpty();
  }

  @Test
  void takesCountersOfTheWholeClusterWithAnAbsoluteLimit() {
    String json = "{metrics: [{name: 'm', bad: 'b', of: 'a{}', max: '1%', scope: 'cluster'}]}";

    assertThat(Specs.problems(Specs.with("analysis", json))).isEmpty();
  }
}
