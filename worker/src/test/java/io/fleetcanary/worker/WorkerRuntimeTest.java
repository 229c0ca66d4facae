package io.fleetcanary.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.worker.Probe.Patient;
import io.fleetcanary.worker.Probe.Quick;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class WorkerRuntimeTest {
  private static final Slots FEW = new Slots(2, 1, 1, 10);

  private final TestWorkflowEnvironment temporal = TestWorkflowEnvironment.newInstance();

  @AfterEach
  void stop() {
    temporal.close();
  }

  @Test
  void servesTheCentralQueueAndItsRollbackQueue() {
    try (WorkerRuntime runtime = runtime(new Quick("forward"), new Quick("back"), "fleetcanary")) {
      runtime.start();

      assertThat(answer(start("fleetcanary"))).isEqualTo("forward");
      assertThat(answer(start("fleetcanary-rollback"))).isEqualTo("back");
    }
  }

  @Test
  void servesAClustersQueueWithoutTakingWorkflows() throws TimeoutException {
    try (WorkerRuntime cluster = runtime(new Quick("forward"), new Quick("back"), "eu-1");
        WorkerRuntime central = runtime(new Quick("central"), new Quick("back"), "fleetcanary")) {
      cluster.start();
      WorkflowStub errand = start("eu-1");
      assertThatThrownBy(() -> errand.getResult(1, TimeUnit.SECONDS, String.class))
          .isInstanceOf(TimeoutException.class);

      central.start();

      assertThat(errand.getResult(4, TimeUnit.MINUTES, String.class)).isEqualTo("forward");
    }
  }

  @Test
  void goesBackWhileAllForwardSlotsAreTaken() throws InterruptedException {
    Patient forward = new Patient();
    try (WorkerRuntime runtime = runtime(forward, new Quick("back"), "fleetcanary")) {
      runtime.start();
      start("fleetcanary");
      start("fleetcanary");
      forward.awaitBegin();

      assertThat(answer(start("fleetcanary-rollback"))).isEqualTo("back");

      forward.letGo();
    }
  }

  @Test
  void letsRunningActivitiesHeartbeatAndEndWhenItStops() throws Exception {
    Patient forward = new Patient();
    WorkerRuntime runtime = runtime(forward, new Quick("back"), "fleetcanary");
    runtime.start();
    start("fleetcanary");
    forward.awaitBegin();

    FutureTask<Boolean> ended = new FutureTask<>(() -> runtime.stop(Duration.ofMinutes(4)));
    Thread stopping = Thread.ofVirtual().start(ended);
    awaitWaiting(stopping);
    forward.awaitHeartbeats();
    forward.letGo();

    assertThat(ended.get()).isTrue();
    assertThat(forward.log()).containsExactly("ended");
  }

  @Test
  void interruptsWhatDoesNotEndInTime() throws InterruptedException {
    Patient forward = new Patient();
    WorkerRuntime runtime = runtime(forward, new Quick("back"), "fleetcanary");
    runtime.start();
    start("fleetcanary");
    forward.awaitBegin();

    boolean ended = runtime.stop(Duration.ofMillis(300));

    assertThat(ended).isFalse();
    assertThat(forward.log()).containsExactly("interrupted");
  }

  @Test
  void handsInterruptedWorkToTheNextWorkerLongBeforeItsHeartbeatTimesOut() throws Exception {
    Patient forward = new Patient();
    try (WorkerRuntime central = runtime(new Quick("central"), new Quick("back"), "fleetcanary");
        WorkerRuntime first = runtime(forward, new Quick("back"), "eu-1");
        WorkerRuntime second = runtime(new Quick("again"), new Quick("back"), "eu-1")) {
      central.start();
      first.start();
      WorkflowStub errand = start("eu-1");
      forward.awaitBegin();

      first.stop(Duration.ZERO);
      second.start();

      assertThat(errand.getResult(4, TimeUnit.MINUTES, String.class)).isEqualTo("again");
    }
  }

  @Test
  void refusesToServeNothing() {
    assertThatThrownBy(() -> new Polling(List.of(), FEW))
        .hasMessage("queues must be at least one, got none");
  }

  /** Once it waits it has told every poller to stop. */
  private static void awaitWaiting(Thread thread) throws InterruptedException {
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(10);
    }
  }

  private static String answer(WorkflowStub errand) {
    return errand.getResult(String.class);
  }

  private WorkflowStub start(String queue) {
    return Probe.start(temporal.getWorkflowClient(), queue);
  }

  private WorkerRuntime runtime(Probe.Work forward, Probe.Work back, String queue) {
    return new WorkerRuntime(
        temporal.getWorkflowClient(),
        Probe.registration(forward, back),
        new Polling(List.of(queue), FEW));
  }
}
