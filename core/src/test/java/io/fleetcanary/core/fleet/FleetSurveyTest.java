package io.fleetcanary.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.document.Checked;
import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.spec.RolloutSpec;
import io.fleetcanary.core.spec.RolloutSpec.Selector;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FleetSurveyTest {
  private static final String CHANGED = "start again, the worker's fleet has changed meanwhile";

  @Test
  void findsTheContainerThatAllClustersHave() {
    var container =
        FleetSurvey.container(
            waves("eu-1", "us-1"), List.of(good("us-1", "server"), good("eu-1", "server")));

    assertThat(container).isEqualTo(new Checked.Valid<>("server"));
  }

  @Test
  void saysAllThatWasFoundInTheOrderOfTheWaves() {
    var surveys =
        List.of(
            new SurveyedCluster(
                "us-1", "server", StableSeen.NOTHING, List.of(), List.of("route must be accepted")),
            new SurveyedCluster(
                "eu-1",
                "",
                StableSeen.NOTHING,
                List.of(),
                List.of("Deployment must exist; make it", "b; c; d")));

    assertThat(problems(FleetSurvey.container(waves("eu-1", "us-1"), surveys)))
        .containsExactly(
            "cluster eu-1: Deployment must exist; make it",
            "cluster eu-1: b; c; d",
            "cluster us-1: route must be accepted");
  }

  @DisplayName("S68: clusters come and go between releases")
  @Test
  void refusesAFleetThatChangedBetweenSurveyAndPlan() {
    var surveys = List.of(good("eu-1", "server"), good("mars", "server"));

    assertThat(problems(FleetSurvey.container(waves("eu-1", "us-1"), surveys)))
        .containsExactly(
            "cluster us-1: must have been surveyed; " + CHANGED,
            "cluster mars: must be selected, as it was surveyed; " + CHANGED);
  }

  @Test
  void refusesContainersOfDifferentNames() {
    var surveys = List.of(good("eu-1", "vllm"), good("eu-2", "vllm"), good("us-1", "server"));

    assertThat(problems(FleetSurvey.container(waves("eu-1", "eu-2", "us-1"), surveys)))
        .containsExactly(
            "revision.container: must be the same in every cluster, got server in us-1, vllm in"
                + " eu-1; name it, or release these clusters apart");
  }

  @Test
  void refusesAClusterWithoutAContainerToChange() {
    var surveys = List.of(good("eu-1", ""), good("us-1", "server"));

    assertThat(problems(FleetSurvey.container(waves("eu-1", "us-1"), surveys)))
        .containsExactly("cluster eu-1: must have a container to change; name it");
  }

  private static SurveyedCluster good(String name, String container) {
    return new SurveyedCluster(name, container, StableSeen.NOTHING, List.of(), List.of());
  }

  /** One wave for each cluster. */
  private static List<SelectedWave> waves(String... names) {
    return Stream.of(names)
        .map(name -> new KnownCluster(name, new TreeMap<>(), "fleetcanary"))
        .map(cluster -> new SelectedWave(wave(cluster.name()), List.of(cluster)))
        .toList();
  }

  private static RolloutSpec.Wave wave(String cluster) {
    return new RolloutSpec.Wave(
        cluster, new Selector.Named(List.of(cluster)), null, List.of(), null, null);
  }

  private static List<String> problems(Checked<String> container) {
    return switch (container) {
      case Checked.Valid<String> valid -> List.of();
      case Checked.Invalid<String> invalid ->
          invalid.problems().stream().map(Problem::toString).toList();
    };
  }
}
