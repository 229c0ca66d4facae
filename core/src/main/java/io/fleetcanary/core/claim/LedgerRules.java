package io.fleetcanary.core.claim;

import io.fleetcanary.core.claim.Decision.Done;
import io.fleetcanary.core.claim.Decision.Fenced;
import io.fleetcanary.core.claim.Decision.Refused;
import io.fleetcanary.core.claim.Decision.Write;
import io.fleetcanary.core.claim.Holder.Phase;
import java.util.Optional;

/** What an attempt may write into the ledger, on what it saw there. */
public final class LedgerRules {
  private LedgerRules() {}

  /**
   * Claims the ledger. The originals that go in with it must have been read after the ledger: then
   * no other rollout was at work between.
   */
  public static Decision<LedgerState> claim(Writer writer, LedgerState ledger) {
    if (ledger.heldByOther(writer) && !ledger.touchedBy(writer)) {
      return new Refused<>(other(writer, ledger), barred(writer, ledger));
    }
    if (ledger.holder().isEmpty() && !ledger.endings().remembers(writer.rollout())) {
      return new Write<>(new LedgerState(Optional.of(Holder.claiming(writer)), ledger.endings()));
    }
    return forward(writer, ledger)
        .<Decision<LedgerState>>map(why -> new Fenced<>(why, ""))
        .orElseGet(Done::new);
  }

  /** Records something while going forward, e.g. the template that promotion is about to write. */
  public static Decision<LedgerState> record(Writer writer, LedgerState ledger, boolean recorded) {
    Optional<Fence> fence = forward(writer, ledger);
    if (fence.isPresent()) {
      return new Fenced<>(fence.get(), other(writer, ledger));
    }
    return recorded ? new Done<>() : new Write<>(ledger);
  }

  /**
   * Before going back, or when there is nothing to claim: a rollout that does not hold the ledger
   * is remembered as ended. Otherwise a late attempt to claim would succeed behind its back.
   */
  public static Decision<LedgerState> bar(Writer writer, LedgerState ledger) {
    LedgerState barred = barred(writer, ledger);
    return ledger.heldBy(writer) || barred.equals(ledger) ? new Done<>() : new Write<>(barred);
  }

  /** Turns the ledger to back, after every object. Whoever finds it closed leaves it closed. */
  public static Decision<LedgerState> turn(Writer writer, LedgerState ledger) {
    return ledger.heldBy(writer, Phase.FORWARD) ? new Write<>(ledger.in(Phase.BACK)) : new Done<>();
  }

  /** Closes the ledger: the new revision stays. */
  public static Decision<LedgerState> close(Writer writer, LedgerState ledger) {
    if (ledger.endings().ended(writer.rollout(), Ending.KEPT)
        || ledger.heldBy(writer, Phase.CLOSED)) {
      return new Done<>();
    }
    return forward(writer, ledger)
        .<Decision<LedgerState>>map(why -> new Fenced<>(why, other(writer, ledger)))
        .orElseGet(() -> new Write<>(ledger.in(Phase.CLOSED)));
  }

  /** Frees the ledger, after every claim is released, and remembers who has ended. */
  public static Decision<LedgerState> free(Writer writer, LedgerState ledger) {
    if (!ledger.heldBy(writer)) {
      return new Done<>();
    }
    return switch (ledger.holder().orElseThrow().phase()) {
      case FORWARD -> new Fenced<>(Fence.NOT_SETTLED, "");
      case BACK -> new Write<>(freed(writer, ledger, Ending.RETURNED));
      case CLOSED -> new Write<>(freed(writer, ledger, Ending.KEPT));
    };
  }

  /**
   * Takes a ledger over, with all it holds; only the sweeper, a successor of the same workflow id,
   * or a person's word may ask for it. What follows is the ordinary way back. A closed ledger stays
   * closed: what follows only releases it.
   */
  public static Decision<LedgerState> take(Writer taker, LedgerState ledger) {
    if (!ledger.heldByOther(taker)) {
      return ledger.heldBy(taker) ? new Done<>() : new Fenced<>(Fence.NOT_HELD, "");
    }
    Holder before = ledger.holder().orElseThrow();
    Ending ending = before.phase() == Phase.CLOSED ? Ending.KEPT : Ending.TAKEN_OVER;
    return new Write<>(
        new LedgerState(
            Optional.of(before.takenBy(taker)), ledger.endings().with(before.rollout(), ending)));
  }

  /** Why this writer may not go forward on this ledger; empty when it may. */
  static Optional<Fence> forward(Writer writer, LedgerState ledger) {
    if (ledger.endings().remembers(writer.rollout())) {
      boolean known = !ledger.equals(LedgerState.UNREADABLE);
      return Optional.of(known ? Fence.ENDED : Fence.UNREADABLE);
    }
    if (!ledger.heldBy(writer)) {
      return Optional.of(ledger.holder().isPresent() ? Fence.FOREIGN : Fence.NOT_HELD);
    }
    Holder holder = ledger.holder().orElseThrow();
    return switch (holder.phase()) {
      case FORWARD ->
          holder.run().equals(writer.run()) ? Optional.empty() : Optional.of(Fence.OTHER_RUN);
      case BACK -> Optional.of(Fence.TURNED_BACK);
      case CLOSED -> Optional.of(Fence.CLOSED);
    };
  }

  /** Who holds it, if it is somebody else. */
  static String other(Writer writer, LedgerState ledger) {
    return ledger.heldByOther(writer) ? ledger.holder().orElseThrow().rollout() : "";
  }

  /** Whoever holds it goes on holding it: only the list of the ended grows. */
  private static LedgerState barred(Writer writer, LedgerState ledger) {
    return ledger.endings().remembers(writer.rollout())
        ? ledger
        : new LedgerState(
            ledger.holder(), ledger.endings().with(writer.rollout(), Ending.UNTOUCHED));
  }

  private static LedgerState freed(Writer writer, LedgerState ledger, Ending ending) {
    return new LedgerState(Optional.empty(), ledger.endings().with(writer.rollout(), ending));
  }
}
