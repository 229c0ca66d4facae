package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.Decision.Done;
import io.fleetcanary.core.claim.Decision.Fenced;
import io.fleetcanary.core.claim.Decision.Refused;
import io.fleetcanary.core.claim.Decision.Write;
import io.fleetcanary.core.claim.Fence;
import io.fleetcanary.core.claim.Seen;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Writes objects under the claim protocol: looks at the object, then at the ledger, asks the rule,
 * writes on what was seen; and looks again when somebody else was faster. Each method returns why
 * nothing was written, or nothing when it was, or need not be.
 */
public final class Claims {
  private final Supplier<Ledger> ledger;
  private final String service;

  /**
   * @param ledger looks at the ledger
   * @param service whose marks they are
   */
  public Claims(Supplier<Ledger> ledger, String service) {
    this.ledger = ledger;
    this.service = service;
  }

  /** Changes an object that exists. */
  public <T extends HasMetadata> Optional<Stop> change(ClusterObject<T> object, Change<T> change) {
    return Conflicts.again(
        () -> {
          Optional<T> seen = object.read();
          Ledger now = ledger.get();
          return seen.isEmpty()
              ? settle(change.rule().decide(Seen.ABSENT, now.state()), object, mark -> {})
              : change(object, change, seen.get(), now);
        });
  }

  private <T extends HasMetadata> Optional<Stop> change(
      ClusterObject<T> object, Change<T> change, T seen, Ledger now) {
    Optional<String> foreign = change.foreign().apply(seen, now);
    T wanted = foreign.isPresent() ? seen : change.wanted().apply(seen, now);
    boolean asWanted = foreign.isEmpty() && object.same(seen, wanted);
    Decision<Optional<Claim>> decision = change.rule().decide(seen(seen, asWanted), now.state());
    if (foreign.isPresent() && stands(decision)) {
      return Optional.of(new Stop.Foreign(object.toString(), foreign.get() + Authors.of(seen)));
    }
    return settle(
        decision,
        object,
        mark -> change.made().accept(object.write(seen, marked(object, wanted, mark))));
  }

  /** Creates an object of ours. */
  public <T extends HasMetadata> Optional<Stop> create(
      ClusterObject<T> object, T manifest, Rule rule) {
    return Conflicts.again(
        () -> {
          Seen seen = seen(object.read());
          return settle(
              rule.decide(seen, ledger.get().state()),
              object,
              mark -> object.create(marked(object, manifest, mark)));
        });
  }

  /** Removes an object of ours. */
  public <T extends HasMetadata> Optional<Stop> remove(ClusterObject<T> object, Rule rule) {
    return remove(object, rule, any -> true);
  }

  /** The same by a rule that asks whether it is as it should be when it goes. */
  public <T extends HasMetadata> Optional<Stop> remove(
      ClusterObject<T> object, Rule rule, Predicate<T> asWanted) {
    return Conflicts.again(
        () -> {
          Optional<T> seen = object.read();
          Seen now = seen.map(it -> seen(it, asWanted.test(it))).orElse(Seen.ABSENT);
          return settle(
              rule.decide(now, ledger.get().state()),
              object,
              mark -> object.remove(seen.orElseThrow()));
        });
  }

  /** Whether nothing but a foreign change is in the way. */
  private static boolean stands(Decision<?> decision) {
    return decision instanceof Write
        || (decision instanceof Fenced<?> fenced && fenced.why() == Fence.CHANGED);
  }

  private static Optional<Stop> settle(
      Decision<Optional<Claim>> decision,
      ClusterObject<?> object,
      Consumer<Optional<Claim>> write) {
    return switch (decision) {
      case Write<Optional<Claim>> allowed -> {
        write.accept(allowed.mark());
        yield Optional.empty();
      }
      case Done<Optional<Claim>> done -> Optional.empty();
      case Fenced<Optional<Claim>> fenced ->
          Optional.of(new Stop.Fenced(object.toString(), fenced.why(), fenced.by()));
      case Refused<Optional<Claim>> refused ->
          throw new IllegalStateException("only a ledger refuses");
    };
  }

  /** Of an object of ours there is nothing to compare. */
  private Seen seen(Optional<? extends HasMetadata> object) {
    return object.map(now -> seen(now, true)).orElse(Seen.ABSENT);
  }

  private Seen seen(HasMetadata object, boolean asWanted) {
    return new Seen(true, Labels.claim(object, service), asWanted);
  }

  private <T extends HasMetadata> T marked(
      ClusterObject<T> object, T wanted, Optional<Claim> mark) {
    T marked = object.copy(wanted);
    Labels.mark(marked, service, mark);
    return marked;
  }
}
