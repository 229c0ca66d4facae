package io.fleetcanary.core.claim;

import java.util.Optional;

/**
 * What an attempt saw of an object.
 *
 * @param present whether it exists
 * @param claim the mark it carries
 * @param asWanted whether, its mark aside, it is already as this attempt wants it. For the claiming
 *     write: whether it is as the ledger recorded it
 */
public record Seen(boolean present, Optional<Claim> claim, boolean asWanted) {
  public static final Seen ABSENT = new Seen(false, Optional.empty(), false);

  boolean isOf(Writer writer) {
    return claim.isPresent() && claim.get().isOf(writer);
  }
}
