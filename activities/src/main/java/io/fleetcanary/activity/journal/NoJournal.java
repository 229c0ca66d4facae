package io.fleetcanary.activity.journal;

import io.fleetcanary.workflow.journal.JournalActivities;
import io.fleetcanary.workflow.journal.PastActivities;
import io.temporal.failure.ApplicationFailure;

/** Where no journal is kept. */
public final class NoJournal implements JournalActivities, PastActivities {
  @Override
  public Receipt write(Page page) {
    return new Receipt(false);
  }

  @Override
  public PastRollouts rollouts(Which which) {
    throw nothingKept();
  }

  @Override
  public Lines lines(From from) {
    throw nothingKept();
  }

  private static ApplicationFailure nothingKept() {
    return ApplicationFailure.newNonRetryableFailure(
        "the worker keeps no journal: fleetcanary.journal.enabled is false", JournalDatabase.TYPE);
  }
}
