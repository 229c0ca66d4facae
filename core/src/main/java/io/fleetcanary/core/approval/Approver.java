package io.fleetcanary.core.approval;

import java.util.List;

/**
 * A person who may consent.
 *
 * @param keys public keys as OpenSSH writes them, {@code ssh-ed25519 AAAA…}; empty where the person
 *     can only claim a name
 */
public record Approver(String name, List<String> keys) {
  public Approver {
    keys = List.copyOf(keys);
  }
}
