package io.fleetcanary.workflow.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.fleet.Serves;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.SurveyActivities.ClusterSurvey;
import io.fleetcanary.workflow.SurveyActivities.SurveyRequest;
import io.fleetcanary.workflow.TaskQueues;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PreviewRolloutWorkflowTest {
  private final FakeFleet fleet = new FakeFleet();
  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());

  @BeforeEach
  void start() {
    Worker central = temporal.newWorker(TaskQueues.CENTRAL);
    central.registerWorkflowImplementationTypes(PreviewRolloutWorkflow.class);
    central.registerActivitiesImplementations(fleet);
    temporal.start();
  }

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void showsThePlanAndWhatTheSurveysWarnOf() {
    fleet.selects(new ClusterTarget("eu-1", TaskQueues.CENTRAL));
    fleet.warns("eu-1", "a NetworkPolicy applies to stable only");

    RolloutPlanPreview preview = preview(Map.of("service", "chat"));

    assertThat(preview)
        .isEqualTo(
            new RolloutPlanPreview.Planned(
                FakeFleet.PLAN,
                new TreeMap<>(Map.of("eu-1", StableSeen.NOTHING.with(Serves.YES))),
                List.of("eu-1: a NetworkPolicy applies to stable only")));
    assertThat(fleet.log())
        .containsExactly("resolve {\"service\":\"chat\"}", "survey eu-1", "plan");
  }

  @Test
  void saysWhichClusterCannotBeReachedAndLooksAtTheOthers() {
    fleet.selects(
        new ClusterTarget("eu-1", TaskQueues.CENTRAL),
        new ClusterTarget("eu-2", TaskQueues.CENTRAL));
    fleet.losesSightOf("eu-1");

    RolloutPlanPreview preview = preview(Map.of("service", "chat"));

    assertThat(preview)
        .isEqualTo(
            new RolloutPlanPreview.Refused(
                List.of("eu-1: cluster eu-1 cannot be reached: connection refused"),
                new TreeMap<>(
                    Map.of(
                        "eu-1", StableSeen.NOTHING, "eu-2", StableSeen.NOTHING.with(Serves.YES)))));
    assertThat(fleet.log()).contains("survey eu-2");
  }

  @Test
  void repeatsWhatIsWrongWithTheSpecWithoutLookingAnywhere() {
    fleet.refuses("service: must be a name; say which Service");

    RolloutPlanPreview preview = preview(Map.of());

    assertThat(preview)
        .isEqualTo(
            new RolloutPlanPreview.Refused(List.of("service: must be a name; say which Service")));
    assertThat(fleet.log()).containsExactly("resolve {}");
  }

  @Test
  void saysOfEveryActivityWhatItIsFor() {
    fleet.selects(new ClusterTarget("eu-1", TaskQueues.CENTRAL));
    WorkflowStub stub = start(Map.of("service", "chat"));

    stub.getResult(RolloutPlanPreview.class);

    assertThat(temporal.getWorkflowClient().fetchHistory("preview").getEvents())
        .filteredOn(HistoryEvent::hasActivityTaskScheduledEventAttributes)
        .extracting(event -> event.getUserMetadata().getSummary().getData().toStringUtf8())
        .containsExactly("\"read the spec\"", "\"survey of eu-1\"", "\"make the plan\"");
  }

  private RolloutPlanPreview preview(Map<String, String> spec) {
    return start(spec).getResult(RolloutPlanPreview.class);
  }

  private WorkflowStub start(Map<String, String> spec) {
    WorkflowStub stub =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "PreviewRollout",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.CENTRAL)
                    .setWorkflowId("preview")
                    .build());
    stub.start(spec);
    return stub;
  }

  static SurveyRequest request() {
    return new SurveyRequest(
        new ClusterTarget("", ""),
        "inference",
        "chat",
        new WorkloadRef("Deployment", "chat"),
        new RouteRef("HTTPRoute", "chat"),
        "",
        "",
        List.of());
  }

  static ClusterSurvey healthy(String cluster, Serves serves, List<String> warnings) {
    return new ClusterSurvey(
        cluster, "server", StableSeen.NOTHING.with(serves), List.of(), List.of(), warnings);
  }
}
