package io.fleetcanary.lab.invariant;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.lab.invariant.RouteSeen.Rule;
import io.fleetcanary.lab.invariant.history.ClusterHistory;
import io.fleetcanary.lab.invariant.history.History;
import io.fleetcanary.lab.invariant.history.Kind;
import io.fleetcanary.lab.invariant.history.Moment;
import io.fleetcanary.lab.invariant.history.Pods;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What every written route must be like (I2, I3, I13): weights add up to what they were, a hundred
 * times; the canary has no more than its mark's step gives it, and gets more only when so many of
 * its pods were ready since they were asked for; once back, it gets no more.
 */
final class Weights {
  private static final int SCALE = 100;

  private final Intent intent;

  private Weights(Intent intent) {
    this.intent = intent;
  }

  static Stream<Violation> check(History history, Intent intent) {
    Weights weights = new Weights(intent);
    return history.clusters().values().stream().flatMap(weights::in);
  }

  private Stream<Violation> in(ClusterHistory cluster) {
    return cluster
        .written()
        .filter(moment -> moment.of(Kind.ROUTE) || moment.object().equals(intent.canary()))
        .flatMap(moment -> moment.of(Kind.ROUTE) ? route(cluster, moment) : pods(moment).stream());
  }

  private Stream<Violation> route(ClusterHistory cluster, Moment moment) {
    RouteSeen was = RouteSeen.of(moment.was(), intent);
    RouteSeen is = RouteSeen.of(moment.is(), intent);
    return Stream.of(
            sums(moment, was, is),
            tooMuch(moment, is),
            again(moment, was, is),
            ready(cluster, moment, is))
        .flatMap(Optional::stream);
  }

  /** I2; a sum that somebody else has spoilt is not held against the next writer. */
  private Optional<Violation> sums(Moment moment, RouteSeen was, RouteSeen is) {
    LedgerSeen ledger = LedgerSeen.in(moment.before(), intent);
    RouteSeen original = RouteSeen.ofSpec(ledger.route(moment.object().name()), intent);
    boolean wrong = !ledger.free() && is.namesCanary() && !adds(is, original);
    boolean already = was.namesCanary() && !adds(was, original);
    return wrong && !already
        ? Optional.of(
            Violation.at(
                moment,
                Invariant.I2,
                "weights must be %d times those of %s, shared alike in all rules, got %s"
                    .formatted(SCALE, original.rules(), is.rules())))
        : Optional.empty();
  }

  private static boolean adds(RouteSeen is, RouteSeen original) {
    if (!is.agrees() || is.rules().size() != original.rules().size()) {
      return false;
    }
    for (int at = 0; at < is.rules().size(); at++) {
      if (!adds(is.rules().get(at), original.rules().get(at))) {
        return false;
      }
    }
    return true;
  }

  private static boolean adds(Rule is, Rule original) {
    if (is.canary().isEmpty()) {
      return is.equals(original);
    }
    boolean valid =
        Stream.of(is.stable(), is.canary(), is.others())
            .flatMap(List::stream)
            .allMatch(weight -> weight >= 0);
    return valid
        && is.total() == SCALE * original.total()
        && is.others().equals(original.others().stream().map(weight -> SCALE * weight).toList());
  }

  /** I3. */
  private Optional<Violation> tooMuch(Moment moment, RouteSeen is) {
    Optional<Claim> claim = Marks.of(moment.is(), intent);
    if (Marks.back(claim)) {
      return Optional.empty();
    }
    int most = claim.map(mark -> intent.weightAt(moment.cluster(), mark.step())).orElse(0);
    return is.moreThan(most)
        ? Optional.of(
            Violation.at(
                moment,
                Invariant.I3,
                "the canary's weight must be at most %d %% at %s, got %.2f %%"
                    .formatted(
                        most,
                        claim.map(mark -> "step " + mark.step()).orElse("no step"),
                        is.share())))
        : Optional.empty();
  }

  /** I13. */
  private Optional<Violation> again(Moment moment, RouteSeen was, RouteSeen is) {
    return is.more(was) && turned(moment)
        ? Optional.of(
            Violation.at(
                moment,
                Invariant.I13,
                "the canary's weight must not rise any more, got %.2f %% after %.2f %%"
                    .formatted(is.share(), was.share())))
        : Optional.empty();
  }

  private Optional<Violation> pods(Moment moment) {
    int was = Pods.wanted(moment.was());
    int is = Pods.wanted(moment.is());
    return is > was && turned(moment)
        ? Optional.of(
            Violation.at(
                moment,
                Invariant.I13,
                "the canary must not get more pods any more, got %d after %d".formatted(is, was)))
        : Optional.empty();
  }

  private boolean turned(Moment moment) {
    return Marks.back(Marks.of(moment.was(), intent))
        || Marks.back(Marks.of(moment.is(), intent))
        || LedgerSeen.in(moment.before(), intent).back();
  }

  /** I2; ready at some time is enough: pods may fail between the look and the write. */
  private Optional<Violation> ready(ClusterHistory cluster, Moment moment, RouteSeen is) {
    if (!is.more(RouteSeen.of(moment.was(), intent)) || turned(moment)) {
      return Optional.empty();
    }
    Optional<JsonNode> stable = moment.before().get(intent.stable());
    long needed = Math.max(1, (long) Math.ceil(Pods.wanted(stable) * is.share() / 100 - 1e-9));
    long most = cluster.mostReady(intent.canary(), moment, intent.canaryName());
    return most < needed
        ? Optional.of(
            Violation.at(
                moment,
                Invariant.I2,
                "%.2f %% must not go to the canary before %d of its pods were ready, got %d"
                    .formatted(is.share(), needed, most)))
        : Optional.empty();
  }
}
