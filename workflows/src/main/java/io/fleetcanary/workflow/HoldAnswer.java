package io.fleetcanary.workflow;

import java.time.Duration;

/**
 * A person's answer to a hold.
 *
 * @param hold {@code hold/<cluster>/<n>}; an answer to another hold is ignored
 * @param goOn true to go on past it, false to go back
 * @param reason one sentence with the person's name
 */
public record HoldAnswer(String hold, boolean goOn, String reason) {
  /** How long people have; no answer counts as a rejection. */
  public static final Duration WITHIN = Duration.ofHours(24);

  /**
   * Name of a hold.
   *
   * @param n counts the holds of this cluster from 1
   */
  public static String name(String cluster, int n) {
    return "hold/" + cluster + "/" + n;
  }
}
