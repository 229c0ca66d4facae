package io.fleetcanary.workflow.fleet;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.workflow.flow.Course;
import io.fleetcanary.workflow.journal.Journal;
import io.temporal.workflow.Workflow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The whole truth in one record. */
record View(
    Course<Stop> course,
    Inbox inbox,
    @Nullable Release release,
    Journal journal,
    @Nullable FleetOutcome outcome) {

  FleetStatus status() {
    String id = Workflow.getInfo().getWorkflowId();
    if (release == null) {
      return unplanned(id);
    }
    RolloutPlan plan = release.plan();
    return new FleetStatus(
        id,
        plan.rolloutId(),
        plan.service(),
        plan.namespace(),
        plan.revision().name(),
        plan.digest(),
        phase(),
        reason(),
        release.fleet().status(),
        release.questions().waiting(),
        inbox.refusals().newest(),
        journal.troubles());
  }

  private FleetStatus unplanned(String id) {
    return new FleetStatus(
        id,
        "",
        part(id, 2),
        part(id, 1),
        "",
        "",
        phase(),
        reason(),
        List.of(),
        List.of(),
        inbox.refusals().newest(),
        journal.troubles());
  }

  private FleetPhase phase() {
    if (outcome != null) {
      return outcome.ending();
    }
    if (course.stopped().isPresent()) {
      return FleetPhase.RETURNING;
    }
    if (inbox.paused()) {
      return FleetPhase.PAUSED;
    }
    return release == null ? FleetPhase.PLANNING : release.phase();
  }

  private String reason() {
    return outcome != null
        ? outcome.reason()
        : course.stopped().map(Stop::reason).orElse(inbox.pause());
  }

  /** The id is {@code rollout/<namespace>/<service>}, or will be refused. */
  private static String part(String id, int number) {
    String[] parts = id.split("/", -1);
    return parts.length == 3 ? parts[number] : "";
  }
}
