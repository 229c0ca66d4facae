package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.Fence;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.Seen;
import io.fleetcanary.workflow.simulation.cluster.Item.Look;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** A change of an object; it looks again when somebody else was faster. */
final class Change<T> implements Deed {
  private final Item<T> item;
  private final Item<Ledger> ledger;
  private final Rule rule;
  private final BiFunction<T, Ledger, T> wanted;
  private boolean removing;
  private BiPredicate<T, Ledger> foreign = (now, known) -> false;
  private @Nullable Rule withoutLedger;
  private @Nullable Look<T> seen;
  private @Nullable Write<T> write;
  private Optional<Stopped> stopped = Optional.empty();

  Change(Item<T> item, Item<Ledger> ledger, Rule rule, BiFunction<T, Ledger, T> wanted) {
    this.item = item;
    this.ledger = ledger;
    this.rule = rule;
    this.wanted = wanted;
  }

  /** Where the mark goes, so does the object. */
  Change<T> removing() {
    removing = true;
    return this;
  }

  /** Not where somebody else was at work. */
  Change<T> unless(BiPredicate<T, Ledger> other) {
    foreign = other;
    return this;
  }

  /** Where this rule has an answer, no ledger is looked at. */
  Change<T> unread(Rule first) {
    withoutLedger = first;
    return this;
  }

  @Override
  public Optional<Stopped> stopped() {
    return stopped;
  }

  @Override
  public State next() {
    Look<T> before = seen;
    if (before == null) {
      return look();
    }
    if (write == null) {
      return decide(before, ledger.content());
    }
    boolean done =
        (removing && write.mark().isEmpty())
            ? item.remove(before)
            : item.write(before, write.mark(), write.content());
    seen = null;
    write = null;
    return done ? State.OVER : State.LOOKING;
  }

  private State look() {
    Look<T> now = item.look();
    seen = now;
    if (withoutLedger == null) {
      return State.LOOKING;
    }
    T goal = now.present() ? wanted.apply(now.content(), Ledger.NEW) : now.content();
    boolean answers =
        !(withoutLedger.decide(now.as(now.holds(goal)), LedgerState.UNREADABLE)
            instanceof Decision.Fenced);
    return answers
        ? settle(withoutLedger.decide(now.as(now.holds(goal)), LedgerState.UNREADABLE), goal)
        : State.LOOKING;
  }

  private State decide(Look<T> now, Ledger known) {
    boolean other = now.present() && foreign.test(now.content(), known);
    T goal = other ? now.content() : wanted.apply(now.content(), known);
    Decision<Optional<Claim>> decision =
        rule.decide(now.as(!other && now.holds(goal)), known.state());
    if (other && stands(decision)) {
      stopped = Optional.of(new Stopped.Foreign("its pod template is not the recorded one"));
      return State.OVER;
    }
    return settle(decision, goal);
  }

  private static boolean stands(Decision<?> decision) {
    return decision instanceof Decision.Write
        || (decision instanceof Decision.Fenced<?> fenced && fenced.why() == Fence.CHANGED);
  }

  private State settle(Decision<Optional<Claim>> decision, T goal) {
    switch (decision) {
      case Decision.Write<Optional<Claim>> allowed -> {
        write = new Write<>(allowed.mark(), goal);
        return State.WRITING;
      }
      case Decision.Fenced<Optional<Claim>> fenced ->
          stopped = Optional.of(new Stopped.Fenced(fenced.why()));
      case Decision.Done<Optional<Claim>> done -> {}
      case Decision.Refused<Optional<Claim>> refused ->
          throw new IllegalStateException("only a ledger refuses");
    }
    return State.OVER;
  }

  /** What the claim rules decide. */
  @FunctionalInterface
  interface Rule {
    Decision<Optional<Claim>> decide(Seen seen, LedgerState ledger);
  }

  private record Write<T>(Optional<Claim> mark, T content) {}
}
