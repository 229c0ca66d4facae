package io.fleetcanary.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.cluster.ClusterRolloutWorkflow;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker does with a cluster's rollout that was typed by hand, plan and all. */
@Timeout(600)
class OnlyByItsFleetTest {
  private static final Path PLAN =
      Path.of("../workflows/src/test/resources/golden/ClusterPlan.json");

  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());

  private WorkerRuntime runtime;
  private JsonNode plan;
  private String fleet;

  @BeforeEach
  void start() throws IOException {
    plan = new JsonMapper().readTree(PLAN.toFile());
    fleet = FleetRollout.workflowId(plan.get("namespace").asText(), plan.get("service").asText());
    runtime =
        new WorkerRuntime(
            temporal.getWorkflowClient(),
            new Registration(
                List.of(ClusterRolloutWorkflow.class),
                List.of(),
                List.of(new Probe.Quick("forward")),
                List.of()),
            new Polling(List.of(TaskQueues.CENTRAL), new Slots(2, 2, 1, 10)));
    runtime.start();
  }

  @AfterEach
  void stop() {
    runtime.close();
    temporal.close();
  }

  @Test
  void refusesOneThatAPersonHasStarted() {
    WorkflowStub typed =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub("ClusterRollout", options(fleet + "/" + cluster()));
    typed.start(plan);

    assertRefused(failure(typed));
  }

  @Test
  void refusesOneThatHasNoPlan() {
    WorkflowStub empty = byHand();
    empty.start();
    assertRefused(failure(empty));

    WorkflowStub text = byHand();
    text.start("eu-1");
    assertRefused(failure(text));
  }

  @Test
  void saysWhatToStartInsteadUnderAnIdOfItsOwn() {
    WorkflowStub typed =
        temporal.getWorkflowClient().newUntypedWorkflowStub("ClusterRollout", options("mine"));
    typed.start();

    assertThat(failure(typed))
        .hasMessageContaining("must be started by rollout/<namespace>/<service>, which asks");
  }

  private WorkflowStub byHand() {
    return temporal
        .getWorkflowClient()
        .newUntypedWorkflowStub("ClusterRollout", options(fleet + "/" + cluster()));
  }

  @Test
  void refusesOneThatAnotherWorkflowHasStarted() {
    Worker stranger = temporal.newWorker("stranger");
    stranger.registerWorkflowImplementationTypes(StrangerWorkflow.class);
    temporal.start();
    WorkflowStub typed =
        temporal
            .getWorkflowClient()
            .newUntypedWorkflowStub(
                "Stranger", WorkflowOptions.newBuilder().setTaskQueue("stranger").build());
    typed.start(fleet + "/" + cluster(), plan);

    assertRefused(Objects.requireNonNull(failure(typed)).getCause());
  }

  private void assertRefused(@Nullable Throwable refusal) {
    assertThat(refusal)
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            failure -> {
              assertThat(failure.getType()).isEqualTo(FleetPhase.REFUSED.failureType());
              assertThat(failure.getOriginalMessage())
                  .isEqualTo(
                      "the rollout of a cluster must be started by "
                          + fleet
                          + ", which asks the policy; start FleetRollout under that id");
            });
  }

  private String cluster() {
    return plan.get("cluster").get("name").asText();
  }

  private static @Nullable Throwable failure(WorkflowStub typed) {
    try {
      throw new AssertionError("ended well: " + typed.getResult(Object.class));
    } catch (WorkflowFailedException failed) {
      return failed.getCause();
    }
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CENTRAL).setWorkflowId(id).build();
  }

  /** Somebody else's. */
  @WorkflowInterface
  public interface Stranger {
    @WorkflowMethod(name = "Stranger")
    String run(String id, JsonNode plan);
  }

  /** Starts a cluster's rollout as if it were its fleet's. */
  public static final class StrangerWorkflow implements Stranger {
    @Override
    public String run(String id, JsonNode plan) {
      return Workflow.newUntypedChildWorkflowStub(
              "ClusterRollout",
              ChildWorkflowOptions.newBuilder()
                  .setWorkflowId(id)
                  .setTaskQueue(TaskQueues.CENTRAL)
                  .build())
          .execute(String.class, plan);
    }
  }
}
