package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.pool.PoolVerdict;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.search.ListEntry;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Wave by wave over the fleet.
 *
 * <pre>
 * survey ▶ plan ▶ for each wave: start clusters ▶ all in probation ▶ bake ▶ gate ▶ … ▶ keep all
 *              └▶ at any point: what is not promoted goes back, promoted clusters by scope
 * </pre>
 *
 * The run closes when every cluster has come to its end, and not before.
 */
public final class FleetRolloutWorkflow implements FleetRollout {
  private final RawValue spec;
  private @Nullable Release release;
  private final Course<Stop> course = new Course<>(failure -> Stop.of(failure, release));
  private final Preparation preparation = new Preparation(course);
  private final Inbox inbox = new Inbox(course);
  private final ListEntry entry = new ListEntry();
  private @Nullable FleetOutcome outcome;

  @WorkflowInit
  public FleetRolloutWorkflow(RawValue spec) {
    this.spec = spec;
  }

  @Override
  public FleetOutcome run(RawValue same) {
    show();
    entry.open(Stubs.search(), this::show);
    Optional<Stop> stopped = course.run(this::goForward);
    return Ending.close(Detached.get(() -> finish(stopped)));
  }

  private void goForward() {
    Release planned = new Release(preparation.plan(spec), course, inbox::paused, this::show);
    release = planned;
    inbox.opens(planned);
    planned.goForward();
  }

  private FleetOutcome finish(Optional<Stop> stopped) {
    show();
    FleetOutcome how =
        release == null ? preparation.outcome(stopped.orElseThrow()) : release.finish(stopped);
    outcome = how;
    show();
    Workflow.await(Workflow::isEveryHandlerFinished);
    entry.close(status());
    return how;
  }

  private void show() {
    FleetStatus status = status();
    Workflow.setCurrentDetails(CurrentDetails.of(status));
    entry.show(status);
  }

  @Override
  public FleetStatus status() {
    return new View(course, inbox, release, outcome).status();
  }

  @Override
  public String approve(Object decision) {
    return told(allowed("approve", inbox.answer(decision, true)));
  }

  @Override
  public void validateApprove(Object decision) {
    inbox.validate(decision, true);
  }

  @Override
  public void approveSignal(Object decision) {
    inbox.signal("approve", inbox.answer(decision, true));
    show();
  }

  @Override
  public String reject(Object decision) {
    return told(inbox.answer(decision, false));
  }

  @Override
  public void validateReject(Object decision) {
    inbox.validate(decision, false);
  }

  @Override
  public void rejectSignal(Object decision) {
    inbox.signal("reject", inbox.answer(decision, false));
    show();
  }

  @Override
  public String pause(Object order) {
    return told(inbox.pause(order));
  }

  @Override
  public void validatePause(Object order) {
    inbox.refuse(inbox.pauseProblem());
  }

  @Override
  public void pauseSignal(Object order) {
    inbox.signal("pause", inbox.pause(order));
    show();
  }

  @Override
  public String resume(Object order) {
    return told(inbox.resume(order));
  }

  @Override
  public void validateResume(Object order) {
    inbox.refuse(inbox.resumeProblem());
  }

  @Override
  public void resumeSignal(Object order) {
    inbox.signal("resume", inbox.resume(order));
    show();
  }

  @Override
  public String retry(Object order) {
    return told(inbox.retry(order));
  }

  @Override
  public void validateRetry(Object order) {
    inbox.refuse(inbox.clusterProblem(order));
  }

  @Override
  public void retrySignal(Object order) {
    inbox.signal("retry", inbox.retry(order));
    show();
  }

  @Override
  public String skip(Object order) {
    return told(allowed("skip", inbox.skip(order)));
  }

  @Override
  public void validateSkip(Object order) {
    inbox.refuse(inbox.clusterProblem(order));
  }

  @Override
  public void skipSignal(Object order) {
    inbox.signal("skip", inbox.skip(order));
    show();
  }

  @Override
  public String abandon(Object order) {
    return told(inbox.abandon(order));
  }

  @Override
  public void validateAbandon(Object order) {
    inbox.refuse(inbox.abandonProblem(order));
  }

  @Override
  public void abandonSignal(Object order) {
    inbox.signal("abandon", inbox.abandon(order));
    show();
  }

  @Override
  public String abort(Object order) {
    return told(inbox.abort(order));
  }

  @Override
  public void validateAbort(Object order) {
    inbox.refuse(inbox.abortProblem());
  }

  @Override
  public void abortSignal(Object order) {
    inbox.signal("abort", inbox.abort(order));
    show();
  }

  @Override
  public void report(ClusterRollout.Report report) {
    if (release != null && report != null) {
      release.report(report);
    }
  }

  @Override
  public void pooled(PoolVerdict verdict) {
    if (release != null && verdict != null) {
      release.pooled(verdict);
    }
  }

  /** What is not the sender's to say goes on record, and fails the update. */
  private Inbox.Reply allowed(String name, Inbox.Reply reply) {
    if (reply.forbidden()) {
      inbox.signal(name, reply);
      show();
      throw ApplicationFailure.newNonRetryableFailure(reply.text(), NOT_ALLOWED);
    }
    return reply;
  }

  private String told(Inbox.Reply reply) {
    show();
    return reply.text();
  }
}
