package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.pool.PoolVerdict;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.ClusterRollout;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.details.CurrentDetails;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.flow.Detached;
import io.fleetcanary.workflow.flow.Stubs;
import io.fleetcanary.workflow.flow.Wait;
import io.fleetcanary.workflow.journal.Journal;
import io.fleetcanary.workflow.notification.Notifications;
import io.fleetcanary.workflow.question.Refusal;
import io.fleetcanary.workflow.search.ListEntry;
import io.temporal.common.converter.RawValue;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
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
  /** The answer comes from a worker and a server that answered a moment ago. */
  private static final Duration LAST_WORD = Duration.ofSeconds(5);

  private final RawValue spec;
  private @Nullable Release release;
  private final Course<Stop> course = new Course<>(failure -> Stop.of(failure, release));
  private final Preparation preparation = new Preparation(course);
  private final Inbox inbox = new Inbox(course);
  private final ListEntry entry = new ListEntry();
  private final Notifications notifications = new Notifications();
  private final Journal journal = new Journal(notifications::written, this::show);
  private @Nullable FleetOutcome outcome;

  @WorkflowInit
  public FleetRolloutWorkflow(RawValue spec) {
    this.spec = spec;
  }

  @Override
  public FleetOutcome run(RawValue same) {
    journal.asked(spec);
    show();
    entry.open(Stubs.search(), this::show);
    notifications.open();
    Optional<Stop> stopped = course.run(this::goForward);
    return Ending.close(Detached.get(() -> finish(stopped)));
  }

  private void goForward() {
    Release planned = new Release(preparation.plan(spec), course, inbox::paused, this::show);
    release = planned;
    inbox.opens(planned);
    journal.planned(planned.plan());
    planned.goForward();
  }

  private FleetOutcome finish(Optional<Stop> stopped) {
    show();
    FleetOutcome how =
        release == null ? preparation.outcome(stopped.orElseThrow()) : release.finish(stopped);
    outcome = how;
    show();
    journal.close(how);
    notifications.close();
    Workflow.await(Workflow::isEveryHandlerFinished);
    Wait.until(entry::known, LAST_WORD, "wait for which search attributes there are");
    entry.show(status());
    return how;
  }

  private void show() {
    FleetStatus now = status();
    journal.sees(now);
    Workflow.setCurrentDetails(CurrentDetails.of(now));
    entry.show(now);
  }

  @Override
  public FleetStatus status() {
    return new View(course, inbox, release, journal, outcome).status();
  }

  @Override
  public String approve(Object decision) {
    return told("approve", decision, inbox.answer(decision, true));
  }

  @Override
  public void validateApprove(Object decision) {
    inbox.validate(decision, true);
  }

  @Override
  public void approveSignal(Object decision) {
    heard("approve", decision, inbox.answer(decision, true));
  }

  @Override
  public String reject(Object decision) {
    return told("reject", decision, inbox.answer(decision, false));
  }

  @Override
  public void validateReject(Object decision) {
    inbox.validate(decision, false);
  }

  @Override
  public void rejectSignal(Object decision) {
    heard("reject", decision, inbox.answer(decision, false));
  }

  @Override
  public String pause(Object order) {
    return told("pause", order, inbox.pause(order));
  }

  @Override
  public void validatePause(Object order) {
    inbox.refuse(inbox.pauseProblem());
  }

  @Override
  public void pauseSignal(Object order) {
    heard("pause", order, inbox.pause(order));
  }

  @Override
  public String resume(Object order) {
    return told("resume", order, inbox.resume(order));
  }

  @Override
  public void validateResume(Object order) {
    inbox.refuse(inbox.resumeProblem());
  }

  @Override
  public void resumeSignal(Object order) {
    heard("resume", order, inbox.resume(order));
  }

  @Override
  public String retry(Object order) {
    return told("retry", order, inbox.retry(order));
  }

  @Override
  public void validateRetry(Object order) {
    inbox.refuse(inbox.clusterProblem(order));
  }

  @Override
  public void retrySignal(Object order) {
    heard("retry", order, inbox.retry(order));
  }

  @Override
  public String skip(Object order) {
    return told("skip", order, inbox.skip(order));
  }

  @Override
  public void validateSkip(Object order) {
    inbox.validateSkip(order);
  }

  @Override
  public void skipSignal(Object order) {
    heard("skip", order, inbox.skip(order));
  }

  @Override
  public String abandon(Object order) {
    return told("abandon", order, inbox.abandon(order));
  }

  @Override
  public void validateAbandon(Object order) {
    inbox.refuse(inbox.abandonProblem(order));
  }

  @Override
  public void abandonSignal(Object order) {
    heard("abandon", order, inbox.abandon(order));
  }

  @Override
  public String abort(Object order) {
    return told("abort", order, inbox.abort(order));
  }

  @Override
  public void validateAbort(Object order) {
    inbox.refuse(inbox.abortProblem());
  }

  @Override
  public void abortSignal(Object order) {
    heard("abort", order, inbox.abort(order));
  }

  @Override
  public void report(ClusterRollout.Report report) {
    if (release != null && report != null && release.takes(report)) {
      journal.reported(report);
      notifications.reported(report);
      release.report(report);
    }
  }

  @Override
  public void pooled(PoolVerdict verdict) {
    if (release != null && verdict != null) {
      release.pooled(verdict);
    }
  }

  private void heard(String name, Object message, Inbox.Reply reply) {
    journal.said(name, message, reply.taken(), reply.text());
    if (!reply.taken()) {
      inbox.refusals().signal(name, reply.text());
    }
    show();
  }

  /** What was not taken goes on record, and fails the update. */
  private String told(String name, Object message, Inbox.Reply reply) {
    journal.said(name, message, reply.taken(), reply.text());
    if (reply.taken()) {
      show();
      return reply.text();
    }
    inbox.refusals().update(name, reply.text());
    show();
    throw Refusal.because(reply.text(), reply.forbidden() ? NOT_ALLOWED : NOT_TAKEN);
  }
}
