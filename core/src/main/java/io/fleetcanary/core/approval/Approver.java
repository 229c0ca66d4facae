package io.fleetcanary.core.approval;

import java.util.List;

/**
 * A person who may consent.
 *
 * @param keys public keys as {@link PersonKey} reads them; empty where the person can only claim a
 *     name
 */
public record Approver(String name, List<String> keys) {
  public Approver {
    keys = List.copyOf(keys);
  }
}
