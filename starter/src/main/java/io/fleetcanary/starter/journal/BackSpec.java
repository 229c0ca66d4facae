package io.fleetcanary.starter.journal;

import io.fleetcanary.starter.spec.SpecFile;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a rollout back asks for.
 *
 * @param now the rollout whose waves, gates and metrics it takes
 * @param target the rollout whose revision it brings back
 */
record BackSpec(PastRollout now, PastRollout target, SpecFile spec) {
  /** For people, before anything is started. */
  List<String> lines() {
    return List.of(
        "back from %s to %s".formatted(now.revision(), target.revision()),
        "  revision as in %s, promoted %s"
            .formatted(target.rolloutId(), target.until().truncatedTo(ChronoUnit.SECONDS)),
        "  waves, gates and metrics as in " + now.rolloutId());
  }

  /** For scripts. */
  Fields fields() {
    return new Fields(
        now.revision(), target.revision(), now.rolloutId(), target.rolloutId(), spec.tree());
  }

  /** What scripts read. */
  record Fields(String from, String to, String wavesAsIn, String revisionAsIn, Object spec) {}
}
