package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.fleet.RequestsSeen;
import io.fleetcanary.core.fleet.Serves;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.fleet.StableSeen.Rate;
import io.fleetcanary.core.fleet.StableSeen.Routed;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.core.spec.Presets;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KubernetesSurveyTest {
  private static final Metric GPU =
      new Metric.Gauge("gpu-load", "avg(load{$track})", List.of(new Criterion.Max(95)));

  private final SurveyedChat chat = new SurveyedChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  void findsNothingWrongWithAHealthyService() {
    ClusterSurvey seen = chat.survey();

    assertThat(seen)
        .isEqualTo(
            new ClusterSurvey(
                "eu-1",
                "server",
                new StableSeen(2, 1, 0, Integer.MAX_VALUE, "", Duration.ZERO),
                List.of("chat"),
                List.of(),
                List.of(),
                chat.cluster
                    .client()
                    .apps()
                    .deployments()
                    .inNamespace("inference")
                    .withName("chat")
                    .get()
                    .getMetadata()
                    .getUid()));
  }

  /** Whoever has seen to it: a rollout, or somebody with an editor. */
  @Test
  void tellsWhetherStableServesTheRevision() {
    chat.request =
        chat.request.lookingFor(
            List.of(new Revision.Image(Chat.NEW), new Revision.Env("MODEL", "v2")));

    assertThat(chat.survey().stable().serves()).isEqualTo(Serves.NO);
    edit(server -> server.setImage(Chat.NEW));
    assertThat(chat.surveyAlone().stable().serves()).isEqualTo(Serves.NO);
    edit(server -> server.getEnv().add(new EnvVar("MODEL", "v2", null)));
    assertThat(chat.surveyAlone().stable().serves()).isEqualTo(Serves.YES);
  }

  @Test
  void tellsNothingOfARevisionThatNobodyAsksAbout() {
    assertThat(chat.survey().stable().serves()).isEqualTo(Serves.UNKNOWN);
  }

  @Test
  void passesOnWhatItsRequestsCameTo() {
    Rate rate = new Rate("errors", 50, 0.005);
    chat.requests =
        new RequestsSeen(List.of(rate), new Routed(30, 50), Optional.of("not sure of it"));

    ClusterSurvey seen = chat.survey();

    assertThat(seen.stable().rates()).containsExactly(rate);
    assertThat(seen.stable().routed().part()).isEqualTo(0.6);
    assertThat(seen.warnings()).containsExactly("not sure of it");
    assertThat(seen.problems()).isEmpty();
  }

  @Test
  void tellsNothingOfAStableThatIsNotThere() {
    chat.request = chat.request.lookingFor(List.of(new Revision.Image(Chat.NEW)));

    assertThat(chat.surveyAlone().stable().serves()).isEqualTo(Serves.UNKNOWN);
  }

  private void edit(Consumer<Container> change) {
    chat.cluster
        .client()
        .apps()
        .deployments()
        .inNamespace("inference")
        .withName("chat")
        .edit(
            live -> {
              change.accept(live.getSpec().getTemplate().getSpec().getContainers().getFirst());
              return live;
            });
  }

  @Test
  void writesNothing() {
    chat.survey();

    int before = (int) chat.cluster.requests().stream().filter(each -> !reads(each)).count();
    chat.surveyAlone();

    assertThat(chat.cluster.requests().stream().filter(each -> !reads(each))).hasSize(before);
  }

  @Test
  void saysEverythingThatIsMissingAtOnce() {
    assertThat(chat.surveyAlone().problems())
        .containsExactly(
            "Deployment chat must exist in namespace inference; create it or correct the spec",
            "Service chat must exist in namespace inference; create it or correct the spec",
            "HTTPRoute chat must exist in namespace inference; create it or correct the spec");
  }

  @Test
  void refusesOtherKinds() {
    SurveyRequest asked = chat.request;
    chat.request =
        new SurveyRequest(
            asked.cluster(),
            asked.namespace(),
            asked.service(),
            new WorkloadRef("StatefulSet", "chat"),
            new RouteRef("VirtualService", "chat"),
            "",
            "",
            List.of());

    assertThat(chat.surveyAlone().problems())
        .containsExactly(
            "workload.kind must be Deployment for now, got StatefulSet; correct the spec",
            "traffic.kind must be HTTPRoute for now, got VirtualService; correct the spec");
  }

  @Test
  void namesTheVerbThatIsNotGranted() {
    chat.cluster.deny("patch", "httproutes");

    assertThat(chat.survey().problems())
        .containsExactly(
            "the worker must be allowed to patch httproutes.gateway.networking.k8s.io in namespace"
                + " inference; grant it");
  }

  @Test
  void warnsWherePodsMayNotBeWatched() {
    chat.cluster.deny("watch", "pods");

    ClusterSurvey survey = chat.survey();

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.warnings())
        .contains(
            "the worker may not watch pods in namespace inference, so it asks for them every 5 s;"
                + " grant it");
  }

  @Test
  void saysOnceWhatMayNotBeRead() {
    chat.cluster.deny("list", "deployments");
    chat.cluster.with(chat.service, chat.route);
    chat.cluster.forbid("/namespaces/inference/deployments");

    assertThat(chat.surveyAlone().problems())
        .containsExactly(
            "the worker must be allowed to list deployments.apps in namespace inference; grant it");
  }

  @Test
  void passesOnWhatIsWrongWithAMetric() {
    chat.request = chat.requestFor("", List.of(GPU));
    chat.metrics =
        (request, pods, metric) ->
            Optional.of(metric.name() + " of " + pods + " must have samples; scrape them");

    assertThat(chat.survey().problems())
        .containsExactly("gpu-load of [chat-1, chat-2] must have samples; scrape them");
  }

  /** What decides nothing keeps nobody from releasing. */
  @Test
  void warnsOfWhatIsWrongWithAMetricOnTrial() {
    Metric tried = new Metric.Gauge("load", "avg(load{$track})", GPU.criteria(), true, false);
    chat.request = chat.requestFor("", List.of(tried));
    chat.metrics =
        (request, pods, metric) -> Optional.of(metric.name() + " must have samples; scrape them");

    ClusterSurvey survey = chat.survey();

    assertThat(survey.problems()).isEmpty();
    assertThat(survey.warnings()).contains("load must have samples; scrape them");
  }

  @Test
  void namesThePresetOfTheEngineOfWhichNothingIsMeasured() {
    chat.request = chat.requestFor("", List.of(GPU));
    Pod sglang =
        new PodBuilder(Chat.pod("chat-3", "old"))
            .editMetadata()
            .addToLabels(Presets.ENGINE_LABEL, "sglang")
            .endMetadata()
            .build();

    assertThat(chat.survey(sglang).warnings())
        .contains(
            "pods run SGLang, and nothing is measured that only it can tell; write use: [sglang]");
  }

  @Test
  void namesThePresetWhereNothingIsMeasuredAtAll() {
    chat.request = chat.requestFor("", List.of());

    assertThat(chat.survey().warnings())
        .containsExactly(
            "pods run vLLM, V1 engine, and nothing is measured that only it can tell; write use:"
                + " [vllm]");
  }

  @Test
  void saysNothingOfAnEngineThatIsMeasured() {
    Metric own = new Metric.Gauge("queue", "sum(sglang:num_queue_reqs{$track})", List.of());
    chat.request = chat.requestFor("", List.of(own));
    Pod sglang =
        new PodBuilder(Chat.pod("chat-3", "old"))
            .editMetadata()
            .addToLabels(Presets.ENGINE_LABEL, "sglang")
            .endMetadata()
            .build();

    assertThat(chat.survey(sglang).warnings()).noneMatch(it -> it.startsWith("pods run"));
  }

  @Test
  void keepsWarningsWithinTheSizeOfASurvey() {
    Remarks remarks = new Remarks();
    for (int at = 0; at < 20; at++) {
      remarks.warn("warning " + at + " ".repeat(50));
    }

    assertThat(String.join("", remarks.warnings()).length()).isLessThan(950);
    assertThat(remarks.warnings()).last().isEqualTo("and 5 more");
  }

  @Test
  void shortensWhatKubernetesSaysAtLength() {
    Remarks remarks = new Remarks();

    remarks.problem("x".repeat(1_000));

    assertThat(remarks.problems().getFirst()).hasSize(300).endsWith("…");
  }

  private static boolean reads(String request) {
    return request.startsWith("GET ");
  }
}
