package io.fleetcanary.core.approval;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a person signs: good for one gate of one plan of one rollout, and for a short while.
 *
 * @param rollout id of the rollout
 * @param gate a wave's name or {@code hold/<cluster>/<n>}
 * @param digest of the plan that the person saw
 * @param by who
 * @param at when it was signed, to the second
 */
public record Consent(String rollout, String gate, String digest, String by, Instant at) {
  /** What signatures of ours are for; {@code ssh-keygen -Y sign -n fleetcanary}. */
  public static final String NAMESPACE = "fleetcanary";

  /** How every such text begins. */
  public static final String BEGINNING = "fleetcanary consent\n";

  /** The same, signed at another time. */
  public Consent signedAt(Instant time) {
    return new Consent(rollout, gate, digest, by, time);
  }

  /** The text that is signed, with a line feed at the end of each line. */
  public String text() {
    return BEGINNING
        + """
        rollout %s
        gate %s
        digest %s
        by %s
        at %s
        """
            .formatted(rollout, gate, digest, by, at);
  }

  byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }
}
