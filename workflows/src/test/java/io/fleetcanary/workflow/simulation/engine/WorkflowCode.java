package io.fleetcanary.workflow.simulation.engine;

import com.uber.m3.tally.NoopScope;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.common.v1.WorkflowType;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.internal.replay.ReplayWorkflow;
import io.temporal.internal.sync.POJOWorkflowImplementationFactory;
import io.temporal.internal.worker.SingleWorkerOptions;
import io.temporal.internal.worker.WorkflowExecutorCache;
import io.temporal.internal.worker.WorkflowRunLockManager;
import io.temporal.worker.WorkflowImplementationOptions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The real workflow classes, run by the SDK's own deterministic coroutines: what a worker has
 * between its poller and the user's code. Nothing public of the SDK leads there but its in-process
 * server, which takes half a second for a rollout and loses tasks under load; so these internals
 * are used, in tests only, and a new version of the SDK may break them at compile time.
 */
public final class WorkflowCode {
  /** A machine that is busy with other things must not look like a workflow that hangs. */
  private static final long PATIENCE_MILLIS = 120_000;

  private final DataConverter converter;
  private final POJOWorkflowImplementationFactory factory;

  public WorkflowCode(DataConverter converter, Class<?>... workflows) {
    this.converter = converter;
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    factory =
        new POJOWorkflowImplementationFactory(
            SingleWorkerOptions.newBuilder()
                .setDataConverter(converter)
                .setDefaultDeadlockDetectionTimeout(PATIENCE_MILLIS)
                .build(),
            threads::submit,
            new WorkerInterceptor[0],
            new WorkflowExecutorCache(1, new WorkflowRunLockManager(), new NoopScope()),
            Engine.NAMESPACE);
    factory.registerWorkflowImplementationTypes(
        WorkflowImplementationOptions.getDefaultInstance(), workflows);
  }

  DataConverter converter() {
    return converter;
  }

  ReplayWorkflow of(String type, WorkflowExecution execution) {
    return factory.getWorkflow(WorkflowType.newBuilder().setName(type).build(), execution);
  }
}
