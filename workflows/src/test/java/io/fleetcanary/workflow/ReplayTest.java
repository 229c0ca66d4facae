package io.fleetcanary.workflow;

import static io.fleetcanary.workflow.bench.FakeCluster.fail;
import static io.fleetcanary.workflow.bench.FakeCluster.inconclusive;
import static io.fleetcanary.workflow.bench.Plans.OPEN;
import static io.fleetcanary.workflow.bench.Plans.fleet;
import static io.fleetcanary.workflow.bench.Plans.wave;
import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.fleetcanary.workflow.cluster.ClusterRolloutWorkflow;
import io.fleetcanary.workflow.fleet.FleetRolloutWorkflow;
import io.fleetcanary.workflow.notification.NotifyWorkflow;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Rollouts that older versions began must go on under this one. {@code -Dhistories.write=true}
 * records the histories anew; they may only be replaced as long as no release carries them.
 */
class ReplayTest {
  private static final Path HISTORIES = Path.of("src/test/resources/histories");

  @ParameterizedTest
  @CsvSource({
    "promoted-fleet, rollout/inference/chat",
    "promoted-cluster, rollout/inference/chat/eu-1",
    "rolled-back-fleet, rollout/inference/chat",
    "rolled-back-cluster, rollout/inference/chat/eu-1",
    "aborted-fleet, rollout/inference/chat",
    "aborted-cluster, rollout/inference/chat/eu-1",
    "aborted-notify, notify/inference/chat/1",
    "undone-fleet, rollout/inference/chat",
    "undone-cluster, rollout/inference/chat/eu-1"
  })
  @DisplayName("F35: a rollout that an older version began goes the same way again")
  void goesTheSameWayAgain(String history, String workflowId) throws Exception {
    String json = Files.readString(HISTORIES.resolve(history + ".json"));
    try (TestWorkflowEnvironment server = server()) {
      Worker worker = server.newWorker(TaskQueues.CENTRAL, Bench.patient());
      worker.registerWorkflowImplementationTypes(
          FleetRolloutWorkflow.class, ClusterRolloutWorkflow.class, NotifyWorkflow.class);

      WorkflowReplayer.replayWorkflowExecution(
          WorkflowExecutionHistory.fromJson(json, workflowId), worker);
    }
  }

  private static TestWorkflowEnvironment server() {
    return TestWorkflowEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
            .build());
  }

  /** The four stories, as long as they are told. */
  @Nested
  @EnabledIfSystemProperty(named = "histories.write", matches = "true")
  class Recording {
    @RegisterExtension private final Bench bench = new Bench();

    @Test
    void promoted() throws IOException {
      bench
          .fleet()
          .plans(
              fleet(
                  wave("first", Plans.approval(Duration.ofMinutes(30)), "eu-1"),
                  wave("rest", OPEN, 2, "eu-2", "us-1")));
      bench
          .cluster("eu-1")
          .returns("bake 10m at 5 %", inconclusive("12 of 200"), inconclusive("87 of 200"))
          .blocks("bake 20m at 50 %");
      Run run = bench.startFleet();
      run.awaitPhase(FleetPhase.HOLDING);
      run.signal("approve", answer("hold/eu-1/1"));
      bench.trail().await("eu-1 bake 20m at 50 %");
      run.update("pause", Map.of("by", "bob"));
      bench.trail().await("eu-1 guard at 50 %");
      run.update("resume", Map.of("by", "bob"));
      bench.passesUntil("eu-1 empty canary");
      run.update("approve", answer("first"));

      assertThat(run.promoted().ending()).isEqualTo(FleetPhase.PROMOTED);

      save("promoted");
    }

    @Test
    void rolledBack() throws IOException {
      bench.fleet().plans(fleet(wave("first", OPEN, "eu-1"), wave("rest", OPEN, "eu-2")));
      bench.cluster("eu-1").returns("bake 20m at 50 %", fail("errors 21 % > 2 %, cluster eu-1"));

      assertThat(bench.startFleet().failed().ending()).isEqualTo(FleetPhase.ROLLED_BACK);

      save("rolled-back");
    }

    @Test
    void aborted() throws IOException {
      bench.people().are("oncall");
      bench.fleet().plans(fleet(wave("first", OPEN, "eu-1"), wave("rest", OPEN, "eu-2")));
      bench.cluster("eu-1").blocks("bake 10m at 5 %");
      Run run = bench.startFleet();
      bench.trail().await("eu-1 bake 10m at 5 %");
      run.signal("abort", Map.of("by", "ann", "reason", "wrong model"));

      assertThat(run.failed().ending()).isEqualTo(FleetPhase.ABORTED);

      save("aborted");
      save("aborted-notify", bench.notifyRunId());
    }

    @Test
    void undone() throws IOException {
      bench.fleet().plans(fleet(wave("first", OPEN, "eu-1"), wave("rest", OPEN, "eu-2")));
      bench.cluster("eu-2").returns("bake 10m at 5 %", fail("errors 21 % > 2 %, cluster eu-2"));

      assertThat(bench.startFleet().failed().ending()).isEqualTo(FleetPhase.ROLLED_BACK);

      save("undone");
    }

    private Map<String, String> answer(String gate) {
      return Map.of("gate", gate, "digest", Plans.DIGEST, "by", "ann", "reason", "fine");
    }

    private void save(String story) throws IOException {
      Files.createDirectories(HISTORIES);
      save(story + "-fleet", Bench.ID);
      save(story + "-cluster", Bench.ID + "/eu-1");
    }

    private void save(String name, String workflowId) throws IOException {
      Files.writeString(
          HISTORIES.resolve(name + ".json"), bench.history(workflowId).toJson(true) + "\n");
    }
  }
}
