package io.fleetcanary.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class InProcessTemporalTest {
  private static volatile CountDownLatch looking = new CountDownLatch(1);
  private static volatile CountDownLatch signalled = new CountDownLatch(1);

  @BeforeEach
  void begin() {
    looking = new CountDownLatch(1);
    signalled = new CountDownLatch(1);
  }

  @Test
  @Timeout(60)
  void takesADecisionThatCancelsAnActivityWhichEndsInTheMeantime() throws InterruptedException {
    assertThat(stopped(Stopped.class)).isEqualTo("stopped");
  }

  @Test
  @Timeout(60)
  void asksAgainForADecisionThatCancelsATimerWhichFiresInTheMeantime() throws InterruptedException {
    signalled.countDown();

    assertThat(stopped(Timed.class)).isEqualTo("stopped");
  }

  private static String stopped(Class<? extends Stoppable> workflow) throws InterruptedException {
    try (InProcessTemporal temporal = InProcessTemporal.preferring(17280)) {
      WorkflowServiceStubs stubs =
          WorkflowServiceStubs.newServiceStubs(
              WorkflowServiceStubsOptions.newBuilder().setTarget(temporal.address()).build());
      WorkflowClient client =
          WorkflowClient.newInstance(stubs, WorkflowClientOptions.getDefaultInstance());
      WorkerFactory factory = WorkerFactory.newInstance(client);
      Worker worker =
          factory.newWorker(
              "stops", WorkerOptions.newBuilder().setDefaultDeadlockDetectionTimeout(5000).build());
      worker.registerWorkflowImplementationTypes(workflow);
      worker.registerActivitiesImplementations((Looking) InProcessTemporalTest::untilSignalled);
      factory.start();

      Stoppable run =
          client.newWorkflowStub(
              Stoppable.class, WorkflowOptions.newBuilder().setTaskQueue("stops").build());
      WorkflowClient.start(run::run);
      assertThat(looking.await(30, TimeUnit.SECONDS)).isTrue();
      run.stop();

      String result = WorkflowStub.fromTyped(run).getResult(String.class);
      factory.shutdownNow();
      stubs.shutdownNow();
      return result;
    }
  }

  private static String untilSignalled() {
    return quietly(
        () -> {
          looking.countDown();
          signalled.await();
          return "seen";
        });
  }

  private static <T> T quietly(Callable<T> waiting) {
    try {
      return waiting.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks for as long as nobody says stop. */
  @ActivityInterface
  public interface Looking {
    String look();
  }

  /** Looks until it is told to stop. */
  private static Looking eye() {
    return Workflow.newActivityStub(
        Looking.class,
        ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofMinutes(1)).build());
  }

  /** The time that a decision takes is what is tested. */
  private static void takes(int millis) {
    quietly(
        () -> {
          TimeUnit.MILLISECONDS.sleep(millis);
          return millis;
        });
  }

  @WorkflowInterface
  public interface Stoppable {
    @WorkflowMethod
    String run();

    @SignalMethod
    void stop();
  }

  /** Its decision to stop takes half a second, in which the activity ends. */
  public static final class Stopped implements Stoppable {
    private boolean stopping;

    @Override
    public String run() {
      Looking looking = eye();
      CancellationScope scope = Workflow.newCancellationScope(() -> Async.function(looking::look));
      scope.run();
      Workflow.await(() -> stopping);
      scope.cancel();
      return next(looking);
    }

    /** One more task, so that the decision above does not close the run. */
    private static String next(Looking looking) {
      looking.look();
      return "stopped";
    }

    @Override
    public void stop() {
      signalled.countDown();
      takes(500);
      stopping = true;
    }
  }

  /** Its decision to stop takes longer than its timer, once. */
  public static final class Timed implements Stoppable {
    private boolean stopping;

    @Override
    public String run() {
      Looking eye = eye();
      CancellationScope scope =
          Workflow.newCancellationScope(() -> Workflow.newTimer(Duration.ofSeconds(1)));
      scope.run();
      eye.look();
      Workflow.await(() -> stopping);
      scope.cancel();
      eye.look();
      return "stopped";
    }

    @Override
    public void stop() {
      if (!WorkflowUnsafe.isReplaying()) {
        takes(1500);
      }
      stopping = true;
    }
  }
}
