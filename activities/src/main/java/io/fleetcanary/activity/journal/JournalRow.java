package io.fleetcanary.activity.journal;

import io.fleetcanary.workflow.journal.JournalEntry;

/**
 * A line as it is kept.
 *
 * @param rolloutId the run's, where the rollout was refused before it had one
 */
record JournalRow(String rolloutId, String runId, String revision, JournalEntry entry) {}
