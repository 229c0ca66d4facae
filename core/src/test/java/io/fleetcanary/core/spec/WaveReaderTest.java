package io.fleetcanary.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaveReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                          | waves: must be given; name at least one
          []                          | waves: must not be empty; add one of waves, or leave it out
          {name: 'a', select: 'all'}  | waves: must be a list of waves, got an object; write it as a list
          [{select: 'all'}]           | waves[0].name: must be given; its gate is called by it
          [{name: 'A', select: 'all'}] | waves[0].name: must be a DNS label of at most 63 characters, got "A"; use lower-case letters, digits and '-', with a letter or digit at both ends
          [{name: 'a', clusters: ['c1']}, {name: 'a', select: 'all'}] | waves[1].name: must be unique, got "a" twice; rename one of them
          [{name: 'a'}]               | waves[0]: must have either clusters or select, got neither; name clusters, or write select: all
          [{name: 'a', clusters: ['c1'], select: 'all'}] | waves[0]: must have either clusters or select, got both; name clusters, or write select: all
          [{name: 'a', clusters: []}] | waves[0].clusters: must not be empty; add one of cluster names, or leave it out
          [{name: 'a', clusters: 'c1'}] | waves[0].clusters: must be a list of cluster names, got "c1"; write it as a list
          [{name: 'a', clusters: ['C1']}] | waves[0].clusters[0]: must be a DNS label of at most 63 characters, got "C1"; use lower-case letters, digits and '-', with a letter or digit at both ends
          [{name: 'a', clusters: ['c1', 'c1']}] | waves[0].clusters[1]: must be in exactly one wave, got "c1" in a already; remove it from one of them
          [{name: 'a', clusters: ['c1']}, {name: 'b', clusters: ['c1']}] | waves[1].clusters[0]: must be in exactly one wave, got "c1" in a already; remove it from one of them
          [{name: 'a', select: 'all'}, {name: 'b', clusters: ['c1']}] | waves[1]: must come before wave a, which takes all; move or remove it
          [{name: 'a', select: 'some'}] | waves[0].select: must be all or labels, got "some"; write all, or e.g. {region: eu}
          [{name: 'a', select: {}}]   | waves[0].select: must be all or labels, got an object; write all, or e.g. {region: eu}
          [{name: 'a', select: {zone: 1}}] | waves[0].select.zone: must be text, got the number 1; write it in quotes
          [{name: 'a', select: {'topology.kubernetes.io/zone': 'x y'}}] | waves[0].select["topology.kubernetes.io/zone"]: must be a label value of 1 to 63 characters, got "x y"; use letters, digits, '-', '_' and '.', with a letter or digit at both ends
          [{name: 'a', select: 'all', parallel: 0}] | waves[0].parallel: must be a whole number from 1 to 2000, got the number 0; write a number without quotes, unit or fraction
          [{name: 'a', select: 'all', parallel: '0%'}] | waves[0].parallel: must be a percentage above 0% and up to 100%, got "0%"; write it with its unit, e.g. 2% or 0.5%
          [{name: 'a', select: 'all', parallel: '101%'}] | waves[0].parallel: must be a percentage above 0% and up to 100%, got "101%"; write it with its unit, e.g. 2% or 0.5%
          [{name: 'a', select: 'all', parallel: '2'}] | waves[0].parallel: must be a percentage above 0% and up to 100%, got "2"; write it with its unit, e.g. 2% or 0.5%
          [{name: 'a', select: 'all', bake: 30}] | waves[0].bake: must be a duration from 0s to 720h, got the number 30; write it with its unit, e.g. 45s, 10m or 1h30m
          [{name: 'a', select: 'all', steps: [{weight: 100, bake: '1m'}]}] | waves[0].steps[0].weight: must be below 100, got the number 100; drop the step, promotion brings 100
          [{name: 'a', select: 'all', approval: {}}] | waves[0].approval.by: must be given; name the groups that may approve
          [{name: 'a', select: 'all', approval: {by: []}}] | waves[0].approval.by: must not be empty; add one of groups, or leave it out
          [{name: 'a', select: 'all', approval: {by: 'ops'}}] | waves[0].approval.by: must be a list of groups, got "ops"; write it as a list
          [{name: 'a', select: 'all', approval: {by: ['ops'], within: '0s'}}] | waves[0].approval.within: must be a duration from 1ms to 720h, got "0s"; write it with its unit, e.g. 45s, 10m or 1h30m
          [{name: 'a', select: 'all', gate: {}}] | waves[0].gate: is not a field here; remove it, or use one of name, clusters, select, parallel, steps, bake, approval
          """)
  void refuses(String json, String problem) {
    assertThat(Specs.problems(Specs.with("waves", json))).containsExactly(problem);
  }

  @Test
  void callsAWaveWithoutANameByItsPath() {
    assertThat(
            Specs.problems(Specs.with("waves", "[{select: 'all'}, {name: 'b', clusters: ['c1']}]")))
        .contains("waves[1]: must come before waves[0], which takes all; move or remove it");
  }

  @Test
  void refusesMoreClustersThanAHistoryHolds() {
    String names =
        IntStream.rangeClosed(1, 2001)
            .mapToObj(number -> "'c" + number + "'")
            .collect(Collectors.joining(","));

    assertThat(Specs.problems(Specs.with("waves", "[{name: 'a', clusters: [" + names + "]}]")))
        .containsExactly(
            "waves: must have at most 2000 clusters, got 2001; release to part of the fleet first");
  }
}
