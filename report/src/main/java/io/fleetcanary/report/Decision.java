package io.fleetcanary.report;

import java.time.Instant;

/**
 * What somebody decided, or did to the run from outside.
 *
 * @param what the name of a message, or {@code cancel} or {@code terminate}
 * @param about a gate or a cluster; may be empty
 * @param by who, as they said themselves
 * @param reason why, as they said; may be empty
 * @param identity of the client that sent it, as Temporal recorded it
 * @param answer what the rollout said to it; empty where it was not asked for one
 */
public record Decision(
    Instant at,
    String what,
    String about,
    String by,
    String reason,
    String identity,
    String answer) {
  public Decision from(String client) {
    return new Decision(at, what, about, by, reason, client, answer);
  }

  public Decision answered(String sentence) {
    return new Decision(at, what, about, by, reason, identity, sentence);
  }

  /**
   * {@code ann (verified)} where the rollout said so when it took it, before what she typed; else
   * claimed. Empty where nobody said.
   */
  String who() {
    if (by.isEmpty()) {
      return "";
    }
    String named = " by " + by;
    int at = answer.indexOf(named);
    boolean proved = at >= 0 && answer.startsWith(" (verified)", at + named.length());
    return by + (proved ? " (verified)" : " (claimed)");
  }
}
