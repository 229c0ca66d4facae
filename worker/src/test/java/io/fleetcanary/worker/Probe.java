package io.fleetcanary.worker;

import io.fleetcanary.workflow.TaskQueues;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.ActivityWorkerShutdownException;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The smallest product there is: a workflow that runs one activity on a queue of its choice. */
public final class Probe {
  private Probe() {}

  @WorkflowInterface
  public interface Errand {
    @WorkflowMethod(name = "Errand")
    String run(String queue);
  }

  @ActivityInterface
  public interface Work {
    String work();
  }

  /** Runs {@link Work} on the queue it is given. */
  public static final class ErrandWorkflow implements Errand {
    @Override
    public String run(String queue) {
      return Workflow.newActivityStub(
              Work.class,
              ActivityOptions.newBuilder()
                  .setTaskQueue(queue)
                  .setStartToCloseTimeout(Duration.ofMinutes(20))
                  .setHeartbeatTimeout(Duration.ofMinutes(10))
                  .build())
          .work();
    }
  }

  /** Answers with its name, at once. */
  record Quick(String name) implements Work {
    @Override
    public String work() {
      return name;
    }
  }

  /** Heartbeats until it is let go, or interrupted; tells both apart. */
  static final class Patient implements Work {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final AtomicInteger heartbeats = new AtomicInteger();
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    @Override
    public String work() {
      begun.countDown();
      try {
        do {
          Activity.getExecutionContext().heartbeat("still here");
          heartbeats.incrementAndGet();
        } while (!letGo.await(100, TimeUnit.MILLISECONDS));
        log.add("ended");
        return "ended";
      } catch (InterruptedException | ActivityWorkerShutdownException interrupted) {
        log.add("interrupted");
        throw new IllegalStateException("interrupted", interrupted);
      }
    }

    void awaitBegin() throws InterruptedException {
      if (!begun.await(4, TimeUnit.MINUTES)) {
        throw new IllegalStateException("the activity must begin within 4 minutes");
      }
    }

    /** Waits for five more heartbeats. */
    void awaitHeartbeats() throws InterruptedException {
      int enough = heartbeats.get() + 5;
      while (heartbeats.get() < enough) {
        Thread.sleep(10);
      }
    }

    void letGo() {
      letGo.countDown();
    }

    List<String> log() {
      return List.copyOf(log);
    }
  }

  /** Starts an errand for work on {@code queue}. */
  static WorkflowStub start(WorkflowClient client, String queue) {
    WorkflowStub errand =
        client.newUntypedWorkflowStub(
            "Errand", WorkflowOptions.newBuilder().setTaskQueue(TaskQueues.CENTRAL).build());
    errand.start(queue);
    return errand;
  }

  /** A registration whose every activity is {@code forward} or {@code back}. */
  static Registration registration(Work forward, Work back) {
    return new Registration(
        List.of(ErrandWorkflow.class), List.of(), List.of(forward), List.of(back));
  }
}
