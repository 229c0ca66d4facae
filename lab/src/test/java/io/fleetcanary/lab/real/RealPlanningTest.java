package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.planning.FleetPlanning;
import io.fleetcanary.core.policy.Policy;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.workflow.PlanningActivities;
import io.fleetcanary.workflow.PlanningActivities.PlanRequest;
import io.fleetcanary.workflow.PlanningActivities.Planning;
import io.fleetcanary.workflow.PlanningActivities.Resolution;
import io.fleetcanary.workflow.PlanningActivities.SpecText;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a plan refuses of what was surveyed in two real clusters: nothing is wrong with either one
 * by itself.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealPlanningTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final List<String> BOTH = List.of("eu-1", "us-1");
  private static final String CHANGED = "start again, the worker's fleet has changed meanwhile";
  private static final SpecText SPEC =
      new SpecText(
          """
          {"service": "chat", "namespace": "inference", "revision": {"name": "v2", "image": "%s"},
           "steps": [{"weight": 50, "bake": "10m"}], "waves": [{"name": "all", "select": "all"}],
           "analysis": {"metrics": [{"name": "load", "query": "avg(load{$track})", "max": 95}]}}
          """
              .formatted(Canary.IMAGE));

  private FleetStart start;
  private List<SurveyedNamespace> services;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    NetworkNamespace.require();
    start = new FleetStart(folder);
    services =
        start.clusters(BOTH).stream()
            .map(CompletableFuture::join)
            .map(cluster -> new SurveyedNamespace(cluster, ChatService.NAMESPACE))
            .toList();
  }

  @AfterAll
  void close() {
    start.close();
  }

  @Test
  @Order(1)
  void plansWhatIsWellEverywhere() {
    Eventually.within(
        SOON, () -> assertThat(plan(BOTH, surveys(BOTH))).isInstanceOf(Planning.Planned.class));
  }

  @Test
  @Order(2)
  void refusesAFleetThatHasChangedBetweenSurveyAndPlan() {
    assertThat(problems(BOTH, surveys(List.of("eu-1"))))
        .containsExactly("cluster us-1: must have been surveyed; " + CHANGED);
    assertThat(problems(List.of("eu-1"), surveys(BOTH)))
        .containsExactly("cluster us-1: must be selected, as it was surveyed; " + CHANGED);
  }

  @Test
  @Order(3)
  @DisplayName("S85: refuses a cluster without room for canary and surge on its nodes")
  void refusesAClusterWithoutRoomForCanaryAndSurge() {
    SurveyedNamespace full = services.getFirst().with(SurveyCases.SEE_NODES);

    full.deployment(
            """
            {"spec": {"replicas": 1, "template": {"spec": {"containers": [
              {"name": "server", "image": "%s", "resources": {"limits": {"nvidia.com/gpu": "5"}}}]}}}}
            """
                .formatted(Canary.STABLE_IMAGE))
        .awaitRolledOut();

    Eventually.within(
        SOON,
        () ->
            assertThat(problems(BOTH, surveys(BOTH)))
                .containsExactly(
                    "cluster eu-1: must have room for 2 more pods (canary at 50 %: 1, surge of"
                        + " promotion: 1), got 1: 11 nvidia.com/gpu free on 2 suitable nodes; make"
                        + " room, or lower the last step's weight"));
  }

  /** What the test before has left no room for is refused as well. */
  @Test
  @Order(4)
  void refusesContainersOfDifferentNames() {
    SurveyedNamespace other = services.getLast();

    other
        .deployment(
            """
            {"spec": {"template": {"spec": {"containers": [{"name": "engine", "image": "%s"}]}}}}
            """
                .formatted(Canary.STABLE_IMAGE))
        .awaitRolledOut();

    Eventually.within(
        SOON,
        () ->
            assertThat(problems(BOTH, surveys(BOTH)))
                .contains(
                    "revision.container: must be the same in every cluster, got engine in us-1,"
                        + " server in eu-1; name it, or release these clusters apart"));
  }

  /** As a rollout has it done: one request, asked of each cluster. */
  private List<ClusterSurvey> surveys(List<String> names) {
    Resolution resolution = planning(names).resolve(SPEC);
    assertThat(resolution).isInstanceOf(Resolution.Selected.class);
    Resolution.Selected selected = (Resolution.Selected) resolution;
    List<ClusterSurvey> surveys =
        selected.clusters().stream()
            .map(target -> service(target.name()).survey(selected.survey().in(target)))
            .toList();
    assertThat(surveys).allSatisfy(survey -> assertThat(survey.problems()).isEmpty());
    return surveys;
  }

  private SurveyedNamespace service(String cluster) {
    return services.get(BOTH.indexOf(cluster));
  }

  private List<String> problems(List<String> known, List<ClusterSurvey> surveys) {
    return Stream.of(plan(known, surveys))
        .filter(Planning.Refused.class::isInstance)
        .flatMap(refused -> ((Planning.Refused) refused).problems().stream())
        .toList();
  }

  private static Planning plan(List<String> known, List<ClusterSurvey> surveys) {
    return planning(known).plan(new PlanRequest(SPEC, surveys));
  }

  private static PlanningActivities planning(List<String> known) {
    List<ClusterEntry> entries =
        known.stream()
            .map(
                name ->
                    new ClusterEntry(
                        name,
                        new TreeMap<>(),
                        new ApiAccess.Kubeconfig("not looked into", name),
                        new PrometheusAccess("http://127.0.0.1:1", "", "pod"),
                        "fleetcanary"))
            .toList();
    return new FleetPlanning(
        new FleetInventory(entries), Policy.NONE, Clock.systemUTC(), new Random(12));
  }
}
