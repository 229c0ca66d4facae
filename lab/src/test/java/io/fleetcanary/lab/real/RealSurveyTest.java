package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fleetcanary.activity.survey.KubernetesSurvey;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractListAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a survey refuses and warns of, as a real API server shows it; a namespace for each case. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealSurveyTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private FleetStart start;
  private Cluster cluster;
  private int cases;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    NetworkNamespace.require();
    start = new FleetStart(folder);
    cluster = start.clusters(List.of("eu-1")).getFirst().join();
    SurveyCases.KINDS.forEach(kind -> SurveyCases.define(cluster.admin(), kind));
  }

  @AfterAll
  void close() {
    start.close();
  }

  private SurveyedNamespace namespace() {
    return SurveyedNamespace.create(cluster, "case-" + ++cases);
  }

  @Test
  void findsNothingWrongWithAHealthyServiceButSaysWhatItMayNotSee() {
    SurveyedNamespace here = namespace();

    Eventually.within(SOON, () -> assertThat(here.survey().problems()).isEmpty());

    ClusterSurvey survey = here.survey();
    assertThat(survey.container()).isEqualTo("server");
    assertThat(survey.stable().replicas()).isEqualTo(1);
    assertThat(survey.stable().room()).isEqualTo(Integer.MAX_VALUE);
    assertThat(survey.warnings())
        .containsExactly("could not see HTTPRoutes of other namespaces, Nodes");
  }

  @ParameterizedTest
  @MethodSource("io.fleetcanary.lab.real.SurveyCases#refused")
  void refuses(SurveyCases.Case wrong) {
    SurveyedNamespace here = namespace();

    wrong.given(here);

    Eventually.within(SOON, () -> said(here.survey().problems()).contains(wrong.says()));
  }

  @ParameterizedTest
  @MethodSource("io.fleetcanary.lab.real.SurveyCases#warned")
  void warns(SurveyCases.Case odd) {
    SurveyedNamespace here = namespace();

    odd.given(here);

    Eventually.within(SOON, () -> said(here.survey().warnings()).contains(odd.says()));
    Eventually.within(SOON, () -> assertThat(here.survey().problems()).isEmpty());
  }

  private static AbstractListAssert<?, List<? extends String>, String, ?> said(List<String> all) {
    return assertThat(all);
  }

  @Test
  void saysAllThatIsMissingAtOnce() {
    assertThat(namespace().survey("", "embed").problems())
        .extracting(problem -> problem.split(" must ", 2)[0])
        .containsExactly("Deployment embed", "Service embed", "HTTPRoute embed");
  }

  @Test
  void refusesAContainerThatIsNotThere() {
    assertThat(namespace().survey("engine", "chat").problems())
        .contains("revision.container must be one of [server], got engine; correct the spec");
  }

  @Test
  void namesTheRightsThatAreMissing() {
    SurveyedNamespace here = namespace();
    cluster.admin().rbac().roles().inNamespace(here.name()).withName("fleetcanary").delete();

    Eventually.within(
        SOON,
        () ->
            assertThat(here.survey().problems())
                .contains(
                    "the worker must be allowed to get, list, patch"
                        + " httproutes.gateway.networking.k8s.io in namespace "
                        + here.name()
                        + "; grant it"));
  }

  @Test
  void countsTheRoomThatAQuotaLeaves() {
    SurveyedNamespace here = namespace().with(SurveyCases.QUOTA);
    cluster
        .admin()
        .resourceQuotas()
        .inNamespace(here.name())
        .withName("pods")
        .editStatus(
            quota -> {
              quota.setStatus(SurveyCases.used(quota, "2"));
              return quota;
            });

    assertThat(here.survey().stable())
        .returns(3, StableSeen::room)
        .returns("ResourceQuota pods leaves 3 pods", StableSeen::tightest);
  }

  @Test
  @Order(Integer.MAX_VALUE - 1)
  void countsTheRoomOnNodesWhereItMaySeeThem() {
    SurveyedNamespace here = namespace().with(SurveyCases.SEE_NODES);
    here.deployment(
        """
        {"spec": {"template": {"spec": {"containers": [{"name": "server", "image": "%s",
          "resources": {"limits": {"nvidia.com/gpu": "3"}}}]}}}}
        """
            .formatted(Canary.STABLE_IMAGE));

    Eventually.within(
        SOON, () -> assertThat(here.survey().stable().tightest()).contains("nvidia.com/gpu free"));
  }

  @Test
  void saysWhyAClusterCannotBeReached() {
    var nowhere = new ConfigBuilder().withMasterUrl("https://127.0.0.1:1").build();
    nowhere.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(nowhere).build()) {
      KubernetesSurvey survey =
          new KubernetesSurvey(
              any -> client, (any, request) -> Optional.empty(), (r, p, m) -> Optional.empty());

      assertThatThrownBy(
              () -> survey.survey(new SurveyedNamespace(cluster, "any").request("", "chat")))
          .hasMessageMatching(
              "API server https://127.0.0.1:1/ cannot be reached: connection refused");
    }
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void refusesAClusterWithoutGatewayApi() {
    SurveyedNamespace here = namespace();
    cluster
        .admin()
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("httproutes.gateway.networking.k8s.io")
        .delete();

    Eventually.within(
        SOON,
        () ->
            assertThat(here.survey().problems())
                .contains(
                    "httproutes.gateway.networking.k8s.io must be known to the API server, got"
                        + " 404; install it"));
  }
}
