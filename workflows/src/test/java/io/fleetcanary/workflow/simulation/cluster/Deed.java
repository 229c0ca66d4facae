package io.fleetcanary.workflow.simulation.cluster;

import java.util.Optional;

/**
 * One change under the claim protocol, in moments between which anything may happen: a look at the
 * object, a look at the ledger, a write on what was seen.
 */
interface Deed {
  /** Does the next moment. */
  State next();

  /** Why nothing was written, once it is over; nothing when it was, or need not be. */
  Optional<Stopped> stopped();

  /** How far it is. */
  enum State {
    LOOKING,
    /** The next moment writes. */
    WRITING,
    OVER
  }
}
