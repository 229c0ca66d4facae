package io.fleetcanary.workflow.pool;

import io.fleetcanary.core.pool.Pool;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolVerdict;
import io.fleetcanary.workflow.FleetRollout;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Takes reports, weighs them, tells the parent, and continues as new every so often, so that its
 * history has a bound whatever the number of clusters and the length of their bakes.
 */
public final class EvidencePoolWorkflow implements EvidencePool {
  /** About four events each: far below what makes a history slow to replay. */
  static final int REPORTS_PER_RUN = 500;

  /** Or so much, where reports are large: a tenth of what a server takes. */
  static final long BYTES_PER_RUN = 5_000_000;

  private final Queue<PoolVerdict> unsaid = new ArrayDeque<>();
  private Pool pool;
  private int reports;
  private long bytes;

  @WorkflowInit
  public EvidencePoolWorkflow(Pool pool) {
    this.pool = pool.whole();
  }

  @Override
  public void run(Pool known) {
    try {
      while (!isLong()) {
        Workflow.await(() -> !unsaid.isEmpty() || isLong());
        tell();
      }
    } catch (CanceledFailure over) {
      return;
    }
    Workflow.continueAsNew(pool.small());
  }

  private boolean isLong() {
    return reports >= REPORTS_PER_RUN || bytes >= BYTES_PER_RUN;
  }

  @Override
  public void report(@Nullable PoolReport report) {
    if (report != null) {
      reports++;
      bytes += report.bytes();
      Pool.Taken taken = pool.take(report);
      pool = taken.pool();
      taken.verdict().ifPresent(unsaid::add);
    }
  }

  @Override
  public Pool status() {
    return pool.small();
  }

  private void tell() {
    PoolVerdict next = unsaid.poll();
    while (next != null) {
      tell(next);
      next = unsaid.poll();
    }
  }

  private static void tell(PoolVerdict verdict) {
    try {
      Workflow.getInfo()
          .getParentWorkflowId()
          .map(parent -> Workflow.newExternalWorkflowStub(FleetRollout.class, parent))
          .ifPresent(rollout -> rollout.pooled(verdict));
    } catch (CanceledFailure over) {
      throw over;
    } catch (TemporalFailure failure) {
      Workflow.getLogger(EvidencePoolWorkflow.class).info("not delivered", failure);
    }
  }
}
