package io.fleetcanary.workflow.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.fleet.KnownCluster;
import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.TaskQueues;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShowFleetWorkflowTest {
  private static final KnownFleet FLEET =
      new KnownFleet(
          List.of(
              new KnownCluster("eu-1", new TreeMap<>(Map.of("region", "eu")), "fleetcanary"),
              new KnownCluster("us-1", new TreeMap<>(), "us-1")));

  @Test
  void showsWhatTheWorkerKnows() {
    try (TestWorkflowEnvironment temporal =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setWorkflowClientOptions(
                    WorkflowClientOptions.newBuilder()
                        .setDataConverter(Payloads.converter())
                        .build())
                .build())) {
      Worker central = temporal.newWorker(TaskQueues.CENTRAL);
      central.registerWorkflowImplementationTypes(ShowFleetWorkflow.class);
      central.registerActivitiesImplementations(new Inventory());
      temporal.start();

      ShowFleet asking =
          temporal
              .getWorkflowClient()
              .newWorkflowStub(
                  ShowFleet.class,
                  WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CENTRAL).build());

      assertThat(asking.show()).isEqualTo(FLEET);
    }
  }

  /** By heart. */
  public static final class Inventory implements InventoryActivities {
    @Override
    public KnownFleet knownFleet() {
      return FLEET;
    }
  }
}
