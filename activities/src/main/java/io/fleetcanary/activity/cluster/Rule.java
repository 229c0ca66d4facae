package io.fleetcanary.activity.cluster;

import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.Seen;
import io.fleetcanary.core.claim.Writer;
import java.util.Optional;

/** A rule of the claim protocol, for one writer. */
@FunctionalInterface
public interface Rule {
  Decision<Optional<Claim>> decide(Seen seen, LedgerState ledger);

  /** A rule of the protocol as it reads for {@code writer}. */
  static Rule of(Writer writer, ForAnyWriter rule) {
    return (seen, ledger) -> rule.decide(writer, seen, ledger);
  }

  /** A rule of the protocol, whoever asks. */
  @FunctionalInterface
  interface ForAnyWriter {
    Decision<Optional<Claim>> decide(Writer writer, Seen seen, LedgerState ledger);
  }
}
