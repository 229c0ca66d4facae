package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fleetcanary.activity.analysis.MetricsPresence;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.ApiAccess;
import io.fleetcanary.activity.cluster.FleetInventory.ClusterEntry;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.activity.survey.KubernetesSurvey;
import io.fleetcanary.activity.survey.LedgerLook.Said;
import io.fleetcanary.lab.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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

/** What a survey says of what a whole cluster has or lacks: controllers, nodes, kinds, metrics. */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealClusterSurveyTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private SurveyedCluster surveyed;

  @BeforeAll
  void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path folder) {
    surveyed = SurveyedCluster.start(folder);
  }

  @AfterAll
  void close() {
    surveyed.close();
  }

  private SurveyedNamespace namespace() {
    return surveyed.namespace();
  }

  @Test
  void refusesADeploymentThatItsControllerHasNotSeen() {
    SurveyedNamespace here = namespace();

    surveyed
        .cluster()
        .withoutControllers(
            () -> {
              here.deployment("{\"spec\": {\"minReadySeconds\": 1}}");

              assertThat(here.survey().problems())
                  .contains(
                      "Deployment chat must have been seen by its controller as it is; wait, or look"
                          + " why not");
            });
  }

  @Test
  @DisplayName("S56: refuses metrics without series or answer")
  void refusesMetricsWithoutSeriesOrAnswer() {
    SurveyedNamespace here = namespace();
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI prometheus = surveyed.prometheus();
      Eventually.within(
          SOON,
          () ->
              assertThat(metrics(here, http, prometheus))
                  .containsExactly(
                      "metric load must have series for the pods that serve today, got none for"
                          + " avg(load{$track}); check its selector and that prometheus scrapes"
                          + " them"));
      assertThat(metrics(here, http, URI.create("http://127.0.0.1:1")))
          .singleElement()
          .asString()
          .matches(
              "metric load must be answered, got prometheus cannot be reached: .*; check the"
                  + " prometheus of eu-1 in the fleet file");
    }
  }

  private static List<String> metrics(SurveyedNamespace here, HttpClient http, URI prometheus) {
    PrometheusAccess access = new PrometheusAccess(prometheus.toString(), "", "pod");
    ClusterEntry entry =
        new ClusterEntry("eu-1", new TreeMap<>(), new ApiAccess.InCluster(), access, "fleetcanary");
    MetricsPresence presence =
        new MetricsPresence(
            new FleetInventory(List.of(entry)), at -> new PrometheusClient(http, at.url()));
    return here.survey(here.request("", "chat"), presence::problem).problems();
  }

  @Test
  void saysWhyAClusterCannotBeReached() {
    assertUnreachable("127.0.0.1", "connection refused");
    assertUnreachable("nowhere.invalid", "its host name is unknown");
  }

  private void assertUnreachable(String host, String why) {
    var nowhere = new ConfigBuilder().withMasterUrl("https://" + host + ":1").build();
    nowhere.setRequestRetryBackoffLimit(0);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(nowhere).build()) {
      KubernetesSurvey survey =
          new KubernetesSurvey(
              any -> client, (any, request) -> Said.NOTHING, (r, p, m) -> Optional.empty());

      assertThatThrownBy(
              () ->
                  survey.survey(
                      new SurveyedNamespace(surveyed.cluster(), "any").request("", "chat")))
          .hasMessage("API server https://" + host + ":1/ cannot be reached: " + why);
    }
  }

  @Test
  @Order(1)
  void saysThatItMayNotSeeThePodsOnNodes() {
    SurveyedNamespace here =
        namespace()
            .with(SurveyCases.SEE_NODES.replace("nodes, pods", "nodes").replace("see", "only"));

    Eventually.within(
        SOON,
        () ->
            assertThat(here.survey().warnings())
                .contains(
                    "could not see HTTPRoutes of other namespaces, pods of other namespaces"));
  }

  @Test
  void countsTheRoomOnNodesWhereItMaySeeThem() {
    SurveyedNamespace here = namespace().with(SurveyCases.SEE_NODES);
    here.deployment(
        """
        {"spec": {"template": {"spec": {"containers": [{"name": "server", "image": "%s",
          "resources": {"limits": {"nvidia.com/gpu": "3"}}}]}}}}
        """
            .formatted(Canary.STABLE_IMAGE));

    Eventually.within(
        SOON,
        () ->
            assertThat(here.survey().stable().tightest())
                .endsWith("nvidia.com/gpu free on 2 suitable nodes"));
  }

  @Test
  void warnsOfRoutesOfOtherNamespacesWhereItMaySeeThem() {
    SurveyedNamespace here = namespace().with(SurveyCases.SEE_ROUTES);
    SurveyedNamespace there = namespace();
    there.with(
        """
            {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRoute, metadata: {name: far}, spec:
              {rules: [{backendRefs: [{name: chat, namespace: %s, port: 80}]}]}}
            """
            .formatted(here.name()));

    Eventually.within(
        SOON,
        () ->
            assertThat(here.survey().warnings())
                .contains(
                    "HTTPRoute %s/far also leads to Service chat: what comes that way stays with"
                            .formatted(there.name())
                        + " stable"));
  }

  /** The fields of that channel stay; until the API server serves it, they are lost. */
  @Test
  void refusesSessionsWhereTheApiServerKnowsThem() {
    SurveyedNamespace here = namespace();
    GatewayApi.read(Parts.installed().experimentalRoutes()).replace(surveyed.cluster().admin());

    Eventually.within(
        SOON,
        () -> {
          RouteCases.SESSIONS.given(here);
          assertThat(here.survey().problems()).contains(RouteCases.SESSIONS.says());
        });
  }

  @Test
  @Order(Integer.MAX_VALUE)
  @DisplayName("F15: refuses a cluster without Gateway API")
  void refusesAClusterWithoutGatewayApi() {
    SurveyedNamespace here = namespace();
    surveyed
        .cluster()
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
