package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.workflow.simulation.cluster.Item.Look;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A change of the ledger itself. */
final class Entry implements Deed {
  private final Item<Ledger> ledger;
  private final Function<Ledger, Decision<LedgerState>> rule;
  private final UnaryOperator<Ledger> contents;
  private @Nullable Look<Ledger> seen;
  private @Nullable Ledger write;
  private Optional<Stopped> stopped = Optional.empty();

  /**
   * @param contents what else goes in, looked at after the ledger
   */
  Entry(
      Item<Ledger> ledger,
      Function<Ledger, Decision<LedgerState>> rule,
      UnaryOperator<Ledger> contents) {
    this.ledger = ledger;
    this.rule = rule;
    this.contents = contents;
  }

  @Override
  public Optional<Stopped> stopped() {
    return stopped;
  }

  @Override
  public State next() {
    Look<Ledger> before = seen;
    if (before == null) {
      seen = ledger.look();
      return State.LOOKING;
    }
    if (write == null) {
      return decide(before.content());
    }
    boolean done = ledger.write(before, Optional.empty(), write);
    seen = null;
    write = null;
    return done ? State.OVER : State.LOOKING;
  }

  private State decide(Ledger now) {
    switch (rule.apply(now)) {
      case Decision.Write<LedgerState> allowed -> {
        write = contents.apply(now.in(allowed.mark()));
        return State.WRITING;
      }
      case Decision.Done<LedgerState> done -> {}
      case Decision.Fenced<LedgerState> fenced ->
          stopped = Optional.of(new Stopped.Fenced(fenced.why()));
      case Decision.Refused<LedgerState> refused ->
          stopped = Optional.of(new Stopped.Refused(refused.owner()));
    }
    return State.OVER;
  }
}
