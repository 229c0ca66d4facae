package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractListAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a survey refuses and warns of, as a real API server shows it; a namespace for each case,
 * several at a time.
 */
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealSurveyTest {
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

  private Resource<Role> role(SurveyedNamespace here) {
    return surveyed
        .cluster()
        .admin()
        .rbac()
        .roles()
        .inNamespace(here.name())
        .withName("fleetcanary");
  }

  private SurveyedNamespace namespace() {
    return surveyed.namespace();
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
        .containsExactly(
            "pods run vLLM, V1 engine, and nothing is measured that only it can tell; write use:"
                + " [vllm]",
            "could not see HTTPRoutes of other namespaces, Nodes");
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("io.fleetcanary.lab.real.SurveyCases#refused")
  void refuses(SurveyCases.Case wrong) {
    SurveyedNamespace here = namespace();

    wrong.given(here);

    Eventually.within(SOON, () -> said(here.survey().problems()).contains(wrong.says()));
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("io.fleetcanary.lab.real.SurveyCases#warned")
  void warns(SurveyCases.Case odd) {
    SurveyedNamespace here = namespace();

    odd.given(here);

    Eventually.within(SOON, () -> said(here.survey().warnings()).contains(odd.says()));
    Eventually.within(SOON, () -> assertThat(here.survey().problems()).isEmpty());
  }

  @ParameterizedTest
  @Execution(ExecutionMode.CONCURRENT)
  @MethodSource("io.fleetcanary.lab.real.WorkloadCases#handedOver")
  void warnsOfOwnersThatBringTheRevision(SurveyCases.Case owned) {
    SurveyedNamespace here = namespace();

    owned.given(here);

    Eventually.within(SOON, () -> said(here.surveyHandedOver().warnings()).contains(owned.says()));
    Eventually.within(SOON, () -> assertThat(here.surveyHandedOver().problems()).isEmpty());
  }

  private static AbstractListAssert<?, List<? extends String>, String, ?> said(List<String> all) {
    return assertThat(all);
  }

  @Test
  void saysAllThatIsMissingAtOnce() {
    SurveyedNamespace here = namespace();

    assertThat(here.survey(here.request("", "embed")).problems())
        .containsExactly(
            missing("Deployment", here), missing("Service", here), missing("HTTPRoute", here));
  }

  private static String missing(String kind, SurveyedNamespace here) {
    return kind
        + " embed must exist in namespace "
        + here.name()
        + "; create it or correct the spec";
  }

  @Test
  void refusesAContainerThatIsNotThere() {
    SurveyedNamespace here = namespace();

    assertThat(here.survey(here.request("engine", "chat")).problems())
        .contains("revision.container must be one of [server], got engine; correct the spec");
  }

  @Test
  void refusesKindsThatItDoesNotKnow() {
    SurveyedNamespace here = namespace();
    WorkloadRef set = new WorkloadRef("StatefulSet", "chat");
    RouteRef ingress = new RouteRef("Ingress", "chat");

    assertThat(here.survey(here.request("", "chat", set, ingress)).problems())
        .containsExactly(
            "workload.kind must be Deployment for now, got StatefulSet; correct the spec",
            "traffic.kind must be HTTPRoute for now, got Ingress; correct the spec");
  }

  @Test
  void refusesANameThatLeavesNoRoomForACanary() {
    String name = SurveyCases.LONG;
    SurveyedNamespace here =
        namespace()
            .with(
                "{apiVersion: v1, kind: Service, metadata: {name: %s}, spec: {ports: [{port: 80}]}}"
                    .formatted(name))
            .with(
                """
                {apiVersion: apps/v1, kind: Deployment, metadata: {name: %s}, spec: {replicas: 0,
                  selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}},
                  spec: {containers: [{name: c, image: d}]}}}}
                """
                    .formatted(name));

    assertThat(here.survey(here.request("", name)).problems())
        .contains(
            "the Service's name must leave room for -canary within 63 characters; rename the"
                + " Service");
  }

  @Test
  void countsTheWarningsThatDoNotFit() {
    SurveyedNamespace here = namespace();
    for (int number = 1; number <= 14; number++) {
      here.with(
          """
          {apiVersion: monitoring.coreos.com/v1, kind: PodMonitor, metadata: {name: ours-%d},
            spec: {selector: {matchLabels: {app: chat}}}}
          """
              .formatted(number));
    }

    assertThat(here.survey().warnings()).hasSize(13).last().isEqualTo("and 4 more");
  }

  @Test
  void tellsWhichDigestATagMeansNow() {
    SurveyedNamespace here = namespace();
    here.deployment(
            """
            {"spec": {"replicas": 2, "template": {"spec": {"containers": [
              {"name": "server", "image": "registry.example/vllm:latest"}]}}}}
            """)
        .awaitRolledOut();
    String warning =
        "Deployment chat names its image by tag, a way back could bring another; digest now: ";
    assertThat(here.survey().warnings()).contains(warning + "unknown");

    Eventually.within(
        SOON,
        () ->
            assertThat(here.running("1", "1").survey().warnings())
                .contains(warning + SurveyedNamespace.digest("1")));
    Eventually.within(
        SOON,
        () ->
            assertThat(here.running("1", "2").survey().warnings())
                .contains(warning + "2 different ones"));
  }

  @Test
  void namesTheRightsThatAreMissing() {
    SurveyedNamespace here = namespace();
    role(here).delete();

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
  void warnsWherePodsMayNotBeWatched() {
    SurveyedNamespace here = namespace();
    role(here)
        .edit(
            role -> {
              role.getRules().stream()
                  .filter(rule -> rule.getResources().contains("pods"))
                  .forEach(rule -> rule.getVerbs().remove("watch"));
              return role;
            });

    Eventually.within(
        SOON,
        () ->
            assertThat(here.survey().warnings())
                .contains(
                    "the worker may not watch pods in namespace "
                        + here.name()
                        + ", so it asks for them every 5 s; grant it"));
    assertThat(here.survey().problems()).isEmpty();
  }

  @Test
  void countsTheRoomThatAQuotaLeaves() {
    SurveyedNamespace here = namespace().with(SurveyCases.QUOTA);
    surveyed
        .cluster()
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
}
