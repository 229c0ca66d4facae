package io.fleetcanary.workflow.journal;

import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.util.List;

/** Under what a run's lines are kept. */
final class Address {
  private final String namespace;
  private final String service;
  private final String runId;
  private String rolloutId;
  private String revision = "";

  private Address(String namespace, String service, String runId) {
    this.namespace = namespace;
    this.service = service;
    this.runId = runId;
    rolloutId = runId;
  }

  /** A run under another id than {@code rollout/<namespace>/<service>} refuses itself. */
  static Address ofThisRun() {
    WorkflowInfo info = Workflow.getInfo();
    String[] parts = info.getWorkflowId().split("/", -1);
    return parts.length == 3 && parts[0].equals("rollout")
        ? new Address(parts[1], parts[2], info.getRunId())
        : new Address("", "", info.getRunId());
  }

  boolean known() {
    return !service.isEmpty();
  }

  void planned(RolloutPlan plan) {
    rolloutId = plan.rolloutId();
    revision = plan.revision().name();
  }

  /** Of as many lines as still fit; see {@link Journal}. */
  Page page(List<JournalEntry> entries) {
    return new Page(namespace, service, rolloutId, runId, revision, entries);
  }
}
