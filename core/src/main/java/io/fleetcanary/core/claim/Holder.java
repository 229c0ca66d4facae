package io.fleetcanary.core.claim;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who holds a ledger.
 *
 * @param rollout its id
 * @param run the workflow run that claimed, the only one that may go forward
 * @param predecessors rollouts it took over from; their claims are its own to turn and release
 */
public record Holder(String rollout, String run, Phase phase, List<String> predecessors) {
  public Holder {
    predecessors = List.copyOf(predecessors);
  }

  /**
   * Where the holder stands. Forward decides between the other two, once: whoever changes it first
   * wins.
   *
   * <pre>
   * FORWARD ▶ BACK    what was written is being put back
   * FORWARD ▶ CLOSED  it stays; only claims are left to release
   * </pre>
   */
  public enum Phase {
    FORWARD,
    BACK,
    CLOSED
  }

  static Holder claiming(Writer writer) {
    return new Holder(writer.rollout(), writer.run(), Phase.FORWARD, List.of());
  }

  Holder in(Phase next) {
    return new Holder(rollout, run, next, predecessors);
  }

  /** The same place in other hands. A taker has no run that may go forward: it only goes back. */
  Holder takenBy(Writer taker) {
    List<String> before = Stream.concat(predecessors.stream(), Stream.of(rollout)).toList();
    return new Holder(taker.rollout(), "", phase == Phase.CLOSED ? phase : Phase.FORWARD, before);
  }
}
