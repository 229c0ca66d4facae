package io.fleetcanary.core.status;

import java.time.Instant;
import java.util.Objects;

/**
 * What a rollout waits for.
 *
 * @param gate a wave's name, {@code hold/<cluster>/<n>} or {@code undo/<cluster>}
 * @param why one sentence
 * @param since when it began to wait
 * @param deadline when nobody's answer becomes the answer
 * @param otherwise what happens then, one sentence
 * @param cluster which one may be tried again or skipped, empty when the answer is just yes or no
 */
public record Waiting(
    String gate, String why, Instant since, Instant deadline, String otherwise, String cluster) {
  public Waiting {
    cluster = Objects.requireNonNullElse(cluster, "");
  }

  /** A question of yes or no. */
  public Waiting(String gate, String why, Instant since, Instant deadline, String otherwise) {
    this(gate, why, since, deadline, otherwise, "");
  }

  /** The same, with more to say. */
  public Waiting with(String more) {
    return new Waiting(gate, why + "; " + more, since, deadline, otherwise, cluster);
  }

  /** The same, where trying again is an answer too. */
  public Waiting orRetry(String which) {
    return new Waiting(gate, why, since, deadline, otherwise, which);
  }
}
