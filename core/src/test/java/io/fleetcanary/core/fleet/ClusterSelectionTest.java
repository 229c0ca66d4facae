package io.fleetcanary.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.Specs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSelectionTest {
  private static final List<KnownCluster> FLEET =
      List.of(
          cluster("us-1", "us"),
          cluster("eu-2", "eu"),
          cluster("eu-1", "eu"),
          cluster("ap-1", "ap"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{name: 'a', select: 'all'}]                                   | [[us-1, eu-2, eu-1, ap-1]]
          [{name: 'a', clusters: ['ap-1', 'us-1']}]                      | [[ap-1, us-1]]
          [{name: 'a', select: {region: 'eu'}}]                          | [[eu-2, eu-1]]
          [{name: 'a', clusters: ['eu-1']}, {name: 'b', select: {region: 'eu'}}, {name: 'c', select: 'all'}] | [[eu-1], [eu-2], [us-1, ap-1]]
          """)
  void givesEachClusterToTheFirstWaveThatSelectsIt(String waves, String expected) {
    assertThat(names(select(waves, FLEET))).hasToString(expected);
  }

  @DisplayName("S72: wrong waves: empty, overlapping, unknown clusters")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          [{name: 'a', clusters: ['eu-1', 'mars']}] | waves[0].clusters[1]: must be a cluster the worker knows, got "mars"; known are us-1, eu-2, eu-1, ap-1
          [{name: 'a', clusters: ['us1']}]          | waves[0].clusters[0]: must be a cluster the worker knows, got "us1"; did you mean us-1? known are us-1, eu-2, eu-1, ap-1
          [{name: 'a', select: {region: 'eu'}}, {name: 'b', clusters: ['eu-1']}] | waves[1].clusters[0]: must be in exactly one wave, got "eu-1", which wave a takes; remove it here, or move this wave before a
          [{name: 'a', select: {region: 'mars'}}]   | waves[0].select: must select a cluster that no earlier wave takes, got none; labels are region=ap, region=eu, region=us
          [{name: 'a', clusters: ['ap-1']}, {name: 'b', select: {region: 'ap'}}] | waves[1].select: must select a cluster that no earlier wave takes, got none; labels are region=ap, region=eu, region=us
          [{name: 'a', clusters: ['us-1', 'eu-1', 'eu-2', 'ap-1']}, {name: 'b', select: 'all'}] | waves[1].select: must select a cluster that no earlier wave takes, got none; drop the wave
          """)
  void refuses(String waves, String problem) {
    assertThat(problems(select(waves, FLEET))).containsExactly(problem);
  }

  @Test
  void listsOnlySomeOfManyKnownClusters() {
    var selection = select("[{name: 'a', clusters: ['elsewhere']}]", fleet(1000));

    assertThat(problems(selection))
        .singleElement()
        .asString()
        .contains("known are c1, c2, ")
        .endsWith("c20 and 980 more");
  }

  @Test
  void refusesMoreClustersThanAHistoryHolds() {
    assertThat(problems(select("[{name: 'a', select: 'all'}]", fleet(2001))))
        .containsExactly(
            "waves: must select at most 2000 clusters, got 2001; release to part of the fleet first");
  }

  @Test
  void wavesPartitionTheFleetWhateverIsSelected() {
    Random random = new Random(8);
    for (int run = 0; run < 300; run++) {
      List<KnownCluster> fleet = randomFleet(random);

      List<List<String>> waves = names(select(randomWaves(random, fleet), fleet));

      List<String> taken = waves.stream().flatMap(List::stream).toList();
      assertThat(waves).noneMatch(List::isEmpty);
      assertThat(taken)
          .containsExactlyInAnyOrderElementsOf(fleet.stream().map(KnownCluster::name).toList());
    }
  }

  /** Some clusters by name, some by a label that one of the others has, then the rest. */
  private static String randomWaves(Random random, List<KnownCluster> fleet) {
    List<KnownCluster> rest = new ArrayList<>(fleet);
    Collections.shuffle(rest, random);
    List<KnownCluster> named = rest.subList(0, 1 + random.nextInt(rest.size() / 3));
    List<String> first = named.stream().map(it -> "'" + it.name() + "'").toList();
    named.clear();
    String region = String.valueOf(rest.getFirst().labels().get("region"));
    rest.removeIf(it -> region.equals(it.labels().get("region")));
    String last = rest.isEmpty() ? "" : ", {name: 'rest', select: 'all'}";
    return "[{name: 'named', clusters: %s}, {name: 'labelled', select: {region: '%s'}}%s]"
        .formatted(first, region, last);
  }

  private static List<KnownCluster> randomFleet(Random random) {
    List<KnownCluster> fleet = new ArrayList<>();
    for (int number = 3 + random.nextInt(40); number > 0; number--) {
      fleet.add(cluster("c" + number, "r" + random.nextInt(4)));
    }
    return fleet;
  }

  private static List<KnownCluster> fleet(int size) {
    return IntStream.rangeClosed(1, size).mapToObj(it -> cluster("c" + it, "eu")).toList();
  }

  private static KnownCluster cluster(String name, String region) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put("region", region);
    return new KnownCluster(name, labels, "fleetcanary");
  }

  private static Checked<List<SelectedWave>> select(String waves, List<KnownCluster> fleet) {
    RolloutSpec spec = Specs.valid(Specs.with("waves", waves));
    return ClusterSelection.select(spec, fleet);
  }

  private static List<List<String>> names(Checked<List<SelectedWave>> selection) {
    return switch (selection) {
      case Checked.Valid<List<SelectedWave>> valid ->
          valid.value().stream()
              .map(wave -> wave.clusters().stream().map(KnownCluster::name).toList())
              .toList();
      case Checked.Invalid<List<SelectedWave>> invalid ->
          throw new AssertionError(invalid.problems().toString());
    };
  }

  private static List<String> problems(Checked<List<SelectedWave>> selection) {
    return switch (selection) {
      case Checked.Valid<List<SelectedWave>> valid -> List.of();
      case Checked.Invalid<List<SelectedWave>> invalid ->
          invalid.problems().stream().map(Problem::toString).toList();
    };
  }
}
