package io.fleetcanary.worker;

import io.fleetcanary.activity.client.LastAnswer;
import io.fleetcanary.activity.client.RetryWhenAsked;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.worker.temporal.OnlyByItsFleet;
import io.fleetcanary.workflow.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Everything a process does for Temporal. One Temporal worker per queue, and one more per rollback
 * queue with slots of its own, so that the way back never queues behind work going forward.
 */
public final class WorkerRuntime implements AutoCloseable {
  /** How long interrupted activities have to report that they were. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  /**
   * Half of what Temporal allows a workflow task. Workflow code never blocks here, so what takes
   * longer than the SDK's second is a machine without processor time; calling that a deadlock fails
   * decisions and queries, and makes the machine replay them on top.
   */
  private static final Duration DECIDED_WITHIN = Duration.ofSeconds(5);

  /** A workflow waits in several threads at once: timers, activities, children. */
  private static final int THREADS_PER_WORKFLOW = 8;

  /**
   * How many tasks are fetched at a time. Fetching one waits for a write of the server's database;
   * with the five of the SDK, 50 aborts in one moment stood in line for it.
   */
  private static final int CENTRAL_POLLERS = 20;

  /** A server serves 1200 waiting fetches of a namespace, and a fleet has many queues. */
  private static final int POLLERS = 5;

  private final WorkerFactory factory;

  public WorkerRuntime(WorkflowClient client, Registration registration, Polling polling) {
    factory = WorkerFactory.newInstance(client, factoryOptions(polling.slots()));
    polling.queues().forEach(queue -> serve(queue, registration, polling.slots()));
  }

  private void serve(String queue, Registration registration, Slots slots) {
    int pollers = queue.equals(TaskQueues.CENTRAL) ? CENTRAL_POLLERS : POLLERS;
    Worker forward = factory.newWorker(queue, options(slots, slots.forward(), pollers));
    registration.forward().forEach(forward::registerActivitiesImplementations);
    if (queue.equals(TaskQueues.CENTRAL)) {
      registration.workflows().forEach(forward::registerWorkflowImplementationTypes);
      registration.planning().forEach(forward::registerActivitiesImplementations);
    }
    String rollbackQueue = new ClusterTarget("", queue).rollbackQueue();
    Worker back = factory.newWorker(rollbackQueue, options(slots, slots.back(), pollers));
    registration.back().forEach(back::registerActivitiesImplementations);
  }

  /**
   * Begins to poll. May be called again when it fails.
   *
   * @throws io.grpc.StatusRuntimeException when the server or the namespace is not there
   */
  public void start() {
    factory.start();
  }

  /**
   * Takes nothing new, lets what runs end or hand over its progress, and ends the rest when the
   * time is over. Does nothing the second time.
   *
   * @return whether everything ended by itself
   */
  public boolean stop(Duration drain) {
    if (!factory.isStarted()) {
      return true;
    }
    factory.shutdown();
    factory.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS);
    boolean ended = factory.isTerminated();
    if (!ended) {
      factory.shutdownNow();
      factory.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }
    return ended;
  }

  /** Stops at once. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  /**
   * Decisions run on threads of their own: virtual ones would queue for the same few carriers as
   * hundreds of watches that compute, and a decision that waits for long counts as a deadlock.
   */
  private static WorkerFactoryOptions factoryOptions(Slots slots) {
    return WorkerFactoryOptions.newBuilder()
        .setUsingVirtualWorkflowThreads(false)
        .setWorkerInterceptors(new LastAnswer(), new RetryWhenAsked(), new OnlyByItsFleet())
        .setWorkflowCacheSize(slots.cachedWorkflows())
        .setMaxWorkflowThreadCount(Math.max(600, THREADS_PER_WORKFLOW * slots.cachedWorkflows()))
        .build();
  }

  private static WorkerOptions options(Slots slots, int activities, int pollers) {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreadsOnActivityWorker(true)
        .setMaxConcurrentWorkflowTaskExecutionSize(slots.workflowTasks())
        .setMaxConcurrentActivityExecutionSize(activities)
        .setMaxConcurrentWorkflowTaskPollers(pollers)
        .setMaxConcurrentActivityTaskPollers(pollers)
        .setAllowActivityHeartbeatDuringShutdown(true)
        .setDefaultDeadlockDetectionTimeout(DECIDED_WITHIN.toMillis())
        .build();
  }
}
