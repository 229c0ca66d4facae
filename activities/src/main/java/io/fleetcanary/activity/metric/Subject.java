package io.fleetcanary.activity.metric;

import java.time.Duration;
import java.time.Instant;

/**
 * Whom a look is about.
 *
 * @param bothArms whether stable matters too, to compare with or to see the share
 * @param baking whether stable must be there
 * @param scrape the longest time between two scrapes that is known; zero until one is
 */
public record Subject(
    Track canary, Track stable, boolean bothArms, boolean baking, Instant now, Duration scrape) {
  /** How many pods the larger arm has. */
  int mostPods() {
    return Math.max(canary.pods().size(), stable.pods().size());
  }
}
