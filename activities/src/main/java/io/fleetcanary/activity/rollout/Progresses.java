package io.fleetcanary.activity.rollout;

import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.core.claim.Fence;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import java.util.Optional;

/** How a stop looks to a workflow. */
final class Progresses {
  private Progresses() {}

  /** Done when nothing stopped it. */
  static Progress of(Optional<Stop> stop) {
    return stop.<Progress>map(Progresses::stopped).orElseGet(Progress.Done::new);
  }

  /** It could not begin. */
  static Progress declined(Stop stop, boolean touched) {
    return new Progress.Stopped(FailureClass.LOCAL, stop.sentence(), touched);
  }

  /** On the way back nothing stops; only a bug, or a step left out, could. */
  static void insist(Optional<Stop> stop) {
    stop.ifPresent(
        why -> {
          throw new IllegalStateException(why.sentence());
        });
  }

  private static Progress stopped(Stop stop) {
    return switch (stop) {
      case Stop.Refused refused -> declined(refused, false);
      case Stop.Foreign foreign -> declined(foreign, true);
      case Stop.Fenced fenced ->
          fenced.why() == Fence.TURNED_BACK ? new Progress.TurnedBack() : declined(fenced, true);
    };
  }
}
