package io.fleetcanary.core.status;

import com.fasterxml.jackson.annotation.JsonInclude;
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
 * @param signed whether a consent must be signed; left out where it need not be
 */
public record Waiting(
    String gate,
    String why,
    Instant since,
    Instant deadline,
    String otherwise,
    String cluster,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean signed) {
  public Waiting {
    cluster = Objects.requireNonNullElse(cluster, "");
  }

  /** A question of yes or no. */
  public Waiting(String gate, String why, Instant since, Instant deadline, String otherwise) {
    this(gate, why, since, deadline, otherwise, "", false);
  }

  /** The same, with more to say. */
  public Waiting with(String more) {
    return new Waiting(gate, why + "; " + more, since, deadline, otherwise, cluster, signed);
  }

  /** The same, where trying again is an answer too. */
  public Waiting orRetry(String which) {
    return new Waiting(gate, why, since, deadline, otherwise, which, signed);
  }

  /** The same, where a consent must be signed. */
  public Waiting toSign() {
    return new Waiting(gate, why, since, deadline, otherwise, cluster, true);
  }

  /** What the command that approves takes beside gate and digest; begins with a space, or empty. */
  public String key() {
    return signed ? " --key ~/.ssh/id_ed25519" : "";
  }
}
