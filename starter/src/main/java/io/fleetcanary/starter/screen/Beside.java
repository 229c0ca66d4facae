package io.fleetcanary.starter.screen;

/**
 * What a screen shows beside the rollout.
 *
 * @param figures the figures behind the verdicts instead of the clusters
 * @param message a question, or what came of the last key; may be empty
 */
public record Beside(boolean figures, String message) {
  public static final Beside NOTHING = new Beside(false, "");
}
