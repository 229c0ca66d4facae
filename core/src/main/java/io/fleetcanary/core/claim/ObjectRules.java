package io.fleetcanary.core.claim;

import io.fleetcanary.core.claim.Claim.Direction;
import io.fleetcanary.core.claim.Decision.Done;
import io.fleetcanary.core.claim.Decision.Fenced;
import io.fleetcanary.core.claim.Decision.Write;
import io.fleetcanary.core.claim.Holder.Phase;
import java.util.Optional;

/**
 * What an attempt may do to an object, on what it saw: the object first, <em>then</em> the ledger.
 * A write puts the wanted state and the mark of the decision on the object, on exactly the version
 * that was seen; the absent mark means that the object is released, or removed if it is our own.
 */
public final class ObjectRules {
  private ObjectRules() {}

  /** Removes an object of ours that a late attempt of an ended rollout left behind. */
  public static Decision<Optional<Claim>> clear(Writer writer, Seen seen, LedgerState ledger) {
    Optional<Fence> fence = LedgerRules.forward(writer, ledger);
    if (fence.isPresent()) {
      return new Fenced<>(fence.get(), LedgerRules.other(writer, ledger));
    }
    return seen.present() && dead(seen, ledger) ? released() : new Done<>();
  }

  /**
   * The same where nobody claims: found by a sweep, which belongs to no rollout. Only while the
   * ledger is free, because a holder may have inherited the mark. Wanted is one without pods: a
   * creation makes none, so what has some is in use.
   */
  public static Decision<Optional<Claim>> sweep(Seen seen, LedgerState ledger) {
    if (!seen.present()) {
      return new Done<>();
    }
    if (ledger.equals(LedgerState.UNREADABLE)) {
      return new Fenced<>(Fence.UNREADABLE, "");
    }
    if (ledger.holder().isPresent()) {
      return new Fenced<>(Fence.FOREIGN, ledger.holder().get().rollout());
    }
    if (!dead(seen, ledger)) {
      return new Fenced<>(Fence.NOT_OURS, seen.claim().map(Claim::rollout).orElse(""));
    }
    return seen.asWanted() ? released() : new Fenced<>(Fence.CHANGED, "");
  }

  /** Creates an object of ours, empty. A foreign one of that name stops us. */
  public static Decision<Optional<Claim>> create(Writer writer, Seen seen, LedgerState ledger) {
    Optional<Fence> fence = LedgerRules.forward(writer, ledger);
    if (fence.isPresent()) {
      return new Fenced<>(fence.get(), LedgerRules.other(writer, ledger));
    }
    if (!seen.present()) {
      return marked(Claim.forward(writer, 0));
    }
    return seen.isOf(writer) ? ownForward(seen) : new Fenced<>(Fence.NOT_OURS, other(writer, seen));
  }

  /**
   * Looks again after a creation, which unlike any other write is based on no version: removes what
   * was created behind the back of the way back, and is still forward though the ledger is not.
   */
  public static Decision<Optional<Claim>> stray(Writer writer, Seen seen, LedgerState ledger) {
    boolean over = ledger.holder().isEmpty() || ledger.heldBy(writer, Phase.BACK);
    boolean late = seen.claim().equals(Optional.of(Claim.forward(writer, 0)));
    return seen.present() && late && over ? released() : new Done<>();
  }

  /**
   * Claims an object of the user's: unclaimed, and as the ledger recorded it. The mark of a rollout
   * that has ended is none: a Deployment gets it back from a ReplicaSet of then, by an undo.
   */
  public static Decision<Optional<Claim>> claim(Writer writer, Seen seen, LedgerState ledger) {
    Optional<Fence> fence = LedgerRules.forward(writer, ledger);
    if (fence.isPresent()) {
      return new Fenced<>(fence.get(), LedgerRules.other(writer, ledger));
    }
    if (!seen.present()) {
      return new Fenced<>(Fence.GONE, "");
    }
    if (seen.isOf(writer)) {
      return ownForward(seen);
    }
    if (seen.claim().isPresent() && !dead(seen, ledger)) {
      return new Fenced<>(Fence.FOREIGN, other(writer, seen));
    }
    return seen.asWanted() ? marked(Claim.forward(writer, 0)) : new Fenced<>(Fence.CHANGED, "");
  }

  /** Goes one step forward. */
  public static Decision<Optional<Claim>> forward(
      Writer writer, int step, Seen seen, LedgerState ledger) {
    Optional<Fence> closed = LedgerRules.forward(writer, ledger);
    if (closed.isPresent()) {
      return new Fenced<>(closed.get(), LedgerRules.other(writer, ledger));
    }
    Optional<Fence> fence = fence(writer, seen);
    if (fence.isPresent()) {
      return new Fenced<>(fence.get(), other(writer, seen));
    }
    int written = seen.claim().orElseThrow().step();
    if (written > step) {
      return new Fenced<>(Fence.BEHIND, "");
    }
    return written == step && seen.asWanted() ? new Done<>() : marked(Claim.forward(writer, step));
  }

  /**
   * Turns an object of the user's to back: the claimed, and while the ledger is forward the
   * unclaimed, differing or not, because the write moves the version under any late attempt to
   * claim it. Wanted is the route with weight 0, anything else as it is. Where keeping has begun,
   * only what carries our own mark still: that changes nothing, and needs no look at the ledger.
   */
  public static Decision<Optional<Claim>> turn(Writer writer, Seen seen, LedgerState ledger) {
    boolean dead = dead(seen, ledger) && !ours(writer, seen, ledger);
    if (seen.present() && (seen.claim().isEmpty() || dead)) {
      return ledger.heldBy(writer, Phase.FORWARD) ? marked(Claim.back(writer)) : new Done<>();
    }
    return turnOwn(writer, seen, ledger);
  }

  /** Turns an object that carries our own mark to back: that needs no ledger. */
  public static Decision<Optional<Claim>> turnMarked(Writer writer, Seen seen) {
    return seen.isOf(writer)
        ? turnOwn(writer, seen, LedgerState.UNREADABLE)
        : new Fenced<>(Fence.UNCLAIMED, other(writer, seen));
  }

  /** Turns an object of ours to back. One without our mark is not ours. */
  public static Decision<Optional<Claim>> turnOwn(Writer writer, Seen seen, LedgerState ledger) {
    if (seen.isOf(writer)) {
      boolean turned = seen.claim().get().direction() == Direction.BACK && seen.asWanted();
      return turned ? new Done<>() : marked(Claim.back(writer));
    }
    boolean inherited = seen.claim().filter(claim -> ledger.inherited(writer, claim)).isPresent();
    return inherited && !ledger.heldBy(writer, Phase.CLOSED)
        ? marked(Claim.back(writer))
        : new Done<>();
  }

  /**
   * Puts back an object of the user's, once the ledger has been turned; also one whose mark
   * somebody has removed. The mark stays as it is.
   */
  public static Decision<Optional<Claim>> restore(Writer writer, Seen seen, LedgerState ledger) {
    boolean ours = seen.claim().isEmpty() || seen.isOf(writer);
    return ours ? putBack(writer, seen, ledger) : new Done<>();
  }

  /** Empties an object of ours before it is removed, once the ledger has been turned. */
  public static Decision<Optional<Claim>> empty(Writer writer, Seen seen, LedgerState ledger) {
    return seen.isOf(writer) ? putBack(writer, seen, ledger) : new Done<>();
  }

  private static Decision<Optional<Claim>> putBack(Writer writer, Seen seen, LedgerState ledger) {
    boolean differs = seen.present() && !seen.asWanted();
    return differs && ledger.heldBy(writer, Phase.BACK) ? new Write<>(seen.claim()) : new Done<>();
  }

  /**
   * Releases an object of the user's as it was before, also one whose mark somebody has removed; or
   * removes one of ours. Once the ledger has been turned or closed.
   */
  public static Decision<Optional<Claim>> release(Writer writer, Seen seen, LedgerState ledger) {
    if (ledger.heldBy(writer, Phase.FORWARD)) {
      return new Fenced<>(Fence.NOT_SETTLED, "");
    }
    if (!seen.present() || ledger.heldByOther(writer)) {
      return new Done<>();
    }
    boolean ours = ours(writer, seen, ledger);
    boolean stripped = seen.claim().isEmpty() && ledger.heldBy(writer) && !seen.asWanted();
    return ours || stripped ? released() : new Done<>();
  }

  private static boolean ours(Writer writer, Seen seen, LedgerState ledger) {
    return seen.isOf(writer)
        || seen.claim().filter(claim -> ledger.inherited(writer, claim)).isPresent();
  }

  /** Whether it carries the mark of a rollout that has ended. */
  private static boolean dead(Seen seen, LedgerState ledger) {
    return seen.claim().filter(it -> ledger.endings().remembers(it.rollout())).isPresent();
  }

  private static Optional<Fence> fence(Writer writer, Seen seen) {
    if (!seen.present()) {
      return Optional.of(Fence.GONE);
    }
    if (seen.claim().isEmpty()) {
      return Optional.of(Fence.UNCLAIMED);
    }
    if (!seen.isOf(writer)) {
      return Optional.of(Fence.FOREIGN);
    }
    return seen.claim().get().direction() == Direction.BACK
        ? Optional.of(Fence.TURNED_BACK)
        : Optional.empty();
  }

  private static Decision<Optional<Claim>> ownForward(Seen seen) {
    Claim claim = seen.claim().orElseThrow();
    return claim.direction() == Direction.FORWARD
        ? new Done<>()
        : new Fenced<>(Fence.TURNED_BACK, "");
  }

  /** Who claims it, if it is somebody else. */
  private static String other(Writer writer, Seen seen) {
    return seen.isOf(writer) ? "" : seen.claim().map(Claim::rollout).orElse("");
  }

  private static Decision<Optional<Claim>> marked(Claim claim) {
    return new Write<>(Optional.of(claim));
  }

  private static Decision<Optional<Claim>> released() {
    return new Write<>(Optional.empty());
  }
}
