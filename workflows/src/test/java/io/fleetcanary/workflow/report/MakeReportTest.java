package io.fleetcanary.workflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.Payloads;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.report.ReportActivities.Made;
import io.fleetcanary.workflow.report.ReportActivities.Order;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MakeReportTest {
  private static final Order ORDER = new Order("inference", "chat", "chat-1", "run");

  private final TestWorkflowEnvironment temporal =
      TestWorkflowEnvironment.newInstance(
          TestEnvironmentOptions.newBuilder()
              .setWorkflowClientOptions(
                  WorkflowClientOptions.newBuilder().setDataConverter(Payloads.converter()).build())
              .build());

  @AfterEach
  void close() {
    temporal.close();
  }

  /** A disk may be full for a while. */
  @Test
  void triesAgain() {
    FullDisk disk = new FullDisk(3);
    Worker worker = temporal.newWorker(TaskQueues.CENTRAL);
    worker.registerWorkflowImplementationTypes(MakeReportWorkflow.class);
    worker.registerActivitiesImplementations(disk);
    temporal.start();
    MakeReport report =
        temporal
            .getWorkflowClient()
            .newWorkflowStub(
                MakeReport.class,
                WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CENTRAL).build());

    assertThat(report.make(ORDER)).isEqualTo(new Made("/reports/chat-1"));

    assertThat(disk.calls()).isEqualTo(4);
  }

  private static final class FullDisk implements ReportActivities {
    private final int failures;
    private int calls;

    private FullDisk(int failures) {
      this.failures = failures;
    }

    synchronized int calls() {
      return calls;
    }

    @Override
    public synchronized Made make(Order order) {
      calls++;
      if (calls <= failures) {
        throw new IllegalStateException("no space left on device");
      }
      return new Made("/reports/" + order.rolloutId());
    }
  }
}
