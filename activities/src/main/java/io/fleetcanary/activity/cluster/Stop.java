package io.fleetcanary.activity.cluster;

import io.fleetcanary.core.claim.Fence;

/** Why there is no going forward. */
public sealed interface Stop {
  /** One sentence. */
  String sentence();

  /** Another rollout holds the ledger; nothing was touched. */
  record Refused(String service, String owner) implements Stop {
    @Override
    public String sentence() {
      return service + " is claimed by rollout " + owner + ", which must end first";
    }
  }

  /**
   * The claim protocol says no.
   *
   * @param object kind and name
   * @param by the owner that was found, or empty
   */
  record Fenced(String object, Fence why, String by) implements Stop {
    @Override
    public String sentence() {
      return "fenced: " + object + ": " + why + (by.isEmpty() ? "" : ", got " + by);
    }
  }

  /**
   * Somebody else changed what we own.
   *
   * @param what one sentence
   */
  record Foreign(String object, String what) implements Stop {
    @Override
    public String sentence() {
      return "foreign change: " + object + ": " + what;
    }
  }
}
