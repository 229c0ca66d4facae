package io.fleetcanary.starter.journal;

import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import io.fleetcanary.workflow.journal.PastActivities.PastRollouts;
import io.fleetcanary.workflow.journal.PastActivities.Which;
import io.fleetcanary.workflow.journal.ShowPast;
import io.temporal.failure.ApplicationFailure;
import java.util.List;

/** Has a past for some services, and no database for {@code lost}. */
public final class FakeShowPast implements ShowPast {
  private static final List<String> KNOWN = List.of("search", "chat", "next", "edited");

  @Override
  public PastRollouts show(Which which) {
    if (which.service().equals("lost")) {
      throw ApplicationFailure.newNonRetryableFailure(
          "the journal's database cannot be reached", "NoJournal");
    }
    if (!KNOWN.contains(which.service())) {
      return new PastRollouts(List.of(), false);
    }
    List<PastRollout> earlier =
        PastSamples.rollouts(which.service()).stream()
            .filter(it -> it.began().isBefore(which.before()))
            .toList();
    return new PastRollouts(
        earlier.stream().limit(which.most()).toList(), earlier.size() > which.most());
  }
}
