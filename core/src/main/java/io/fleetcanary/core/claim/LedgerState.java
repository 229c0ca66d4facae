package io.fleetcanary.core.claim;

import io.fleetcanary.core.claim.Holder.Phase;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a ledger says about whose its cluster is: free, or one rollout's, and who has ended.
 *
 * @param holder empty while free
 */
public record LedgerState(Optional<Holder> holder, Endings endings) {
  /** A ledger that was never written: free, and nobody has ended. */
  public static final LedgerState NEW = new LedgerState(Optional.empty(), Endings.NONE);

  /**
   * One that nobody can read: held by nobody we know, and everybody counts as ended. So nothing is
   * written into it, nothing goes forward, and the way back touches only what carries its own mark.
   */
  public static final LedgerState UNREADABLE =
      new LedgerState(Optional.empty(), new Endings(new TreeMap<>(), "\uffff"));

  /** Whether it is this rollout's, whatever the run. */
  public boolean heldBy(Writer writer) {
    return holder.isPresent() && holder.get().rollout().equals(writer.rollout());
  }

  /** Whether it is this rollout's, and stands there. */
  public boolean heldBy(Writer writer, Phase phase) {
    return heldBy(writer) && holder.get().phase() == phase;
  }

  /** Whether this rollout holds it, or held it once; of one that cannot be read, nobody knows. */
  public boolean touchedBy(Writer writer) {
    String rollout = writer.rollout();
    return heldBy(writer)
        || (endings.remembers(rollout) && !endings.ended(rollout, Ending.UNTOUCHED));
  }

  boolean heldByOther(Writer writer) {
    return holder.isPresent() && !holder.get().rollout().equals(writer.rollout());
  }

  /** Whether the holder is this writer, who took over from the owner of that claim. */
  boolean inherited(Writer writer, Claim claim) {
    return heldBy(writer) && holder.get().predecessors().contains(claim.rollout());
  }

  LedgerState in(Phase next) {
    return new LedgerState(Optional.of(holder.orElseThrow().in(next)), endings);
  }
}
