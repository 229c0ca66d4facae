package io.fleetcanary.lab.invariant;

import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.Moment;
import io.fleetcanary.lab.invariant.history.ObjectKey;
import io.fleetcanary.lab.invariant.history.Pods;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * Who may write. Objects change only while the ledger is held, and it is freed when no mark is left
 * (I11); held by the one whose mark they carry (I6). A mark's step never falls, one that says back
 * never says forward again, and who has ended marks nothing again (I10).
 */
final class Ownership {
  private static final Set<Kind> OWNED =
      EnumSet.of(Kind.ROUTE, Kind.DEPLOYMENT, Kind.SERVICE, Kind.HPA, Kind.SCALED_OBJECT);

  private final Intent intent;

  private Ownership(Intent intent) {
    this.intent = intent;
  }

  static Stream<Violation> check(History history, Intent intent) {
    Ownership ownership = new Ownership(intent);
    return history
        .written()
        .flatMap(
            moment ->
                moment.object().equals(intent.ledger())
                    ? ownership.ledger(moment).stream()
                    : ownership.object(moment).stream());
  }

  private Optional<Violation> object(Moment moment) {
    Optional<Claim> was = Marks.of(moment.was(), intent);
    Optional<Claim> is = Marks.of(moment.is(), intent);
    return OWNED.contains(moment.object().kind())
        ? fenced(moment, was, is).or(() -> held(moment, was, is))
        : Optional.empty();
  }

  /** I10. */
  private Optional<Violation> fenced(Moment moment, Optional<Claim> was, Optional<Claim> is) {
    if (is.isEmpty()) {
      return Optional.empty();
    }
    Claim now = is.get();
    boolean first = was.filter(before -> before.rollout().equals(now.rollout())).isEmpty();
    if (first) {
      return LedgerSeen.in(moment.before(), intent).remembers(now.rollout())
          ? broken(moment, Invariant.I10, now.rollout() + " has ended and must mark nothing again")
          : Optional.empty();
    }
    if (Marks.back(was) && Marks.forward(is)) {
      return broken(moment, Invariant.I10, "a mark that says back must not say forward again");
    }
    int before = was.map(Claim::step).orElse(0);
    return Marks.forward(is) && now.step() < before
        ? broken(
            moment,
            Invariant.I10,
            "a mark's step must not fall, got %d after %d".formatted(now.step(), before))
        : Optional.empty();
  }

  /**
   * I11 and I6. What an ended rollout has left behind may be taken back at any time, and so may
   * what one without a ledger has.
   */
  private Optional<Violation> held(Moment moment, Optional<Claim> was, Optional<Claim> is) {
    LedgerSeen ledger = LedgerSeen.in(moment.before(), intent);
    String claimant = is.or(() -> was).map(Claim::rollout).orElse("");
    boolean lost = moment.before().get(intent.ledger()).isEmpty() || ledger.remembers(claimant);
    if (lost && was.isPresent() && !Marks.forward(is)) {
      return Optional.empty();
    }
    if (ledger.free()) {
      return broken(moment, Invariant.I11, "the ledger must be held before anything is written");
    }
    return claimant.isEmpty() || ledger.heldFor(claimant)
        ? Optional.empty()
        : broken(
            moment,
            Invariant.I6,
            "nobody but %s may write, got %s".formatted(ledger.rollout(), claimant));
  }

  private Optional<Violation> ledger(Moment moment) {
    LedgerSeen was = LedgerSeen.of(moment.was());
    LedgerSeen is = LedgerSeen.of(moment.is());
    return is.free() ? freed(moment, was) : taken(moment, was, is);
  }

  /** I11: the ledger last. */
  private Optional<Violation> freed(Moment moment, LedgerSeen was) {
    SortedMap<ObjectKey, Claim> left = Marks.in(moment.after(), intent);
    left.values().removeIf(mark -> !was.heldFor(mark.rollout()));
    return left.isEmpty()
        ? raised(moment, was)
        : broken(moment, Invariant.I11, "must not be freed while marks are left, got " + left);
  }

  /** Nobody would know how few pods the autoscaler left before. */
  private Optional<Violation> raised(Moment moment, LedgerSeen was) {
    boolean left =
        moment.after().objects().entrySet().stream()
            .filter(object -> was.records(object.getKey()))
            .map(object -> Pods.floor(object.getKey().kind(), Optional.of(object.getValue())))
            .anyMatch(floor -> floor.equals(was.raised()) && !floor.equals(was.floor()));
    return left
        ? broken(moment, Invariant.I11, "must not be freed while the autoscaler's floor is raised")
        : Optional.empty();
  }

  /** I10 within a rollout, I6 between two. */
  private Optional<Violation> taken(Moment moment, LedgerSeen was, LedgerSeen is) {
    if (was.remembers(is.rollout()) && !was.rollout().equals(is.rollout())) {
      return broken(moment, Invariant.I10, is.rollout() + " has ended and must not claim again");
    }
    if (was.free()) {
      return Optional.empty();
    }
    if (!was.rollout().equals(is.rollout())) {
      return is.predecessors().contains(was.rollout())
          ? Optional.empty()
          : broken(
              moment,
              Invariant.I6,
              "%s must not take it from %s".formatted(is.rollout(), was.rollout()));
    }
    return was.forward() || was.phase().equals(is.phase())
        ? Optional.empty()
        : broken(
            moment,
            Invariant.I10,
            "what says %s must not say %s".formatted(was.phase(), is.phase()));
  }

  private static Optional<Violation> broken(Moment moment, Invariant rule, String what) {
    return Optional.of(Violation.at(moment, rule, what));
  }
}
