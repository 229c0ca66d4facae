package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.LedgerState;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.workflow.simulation.cluster.Change.Rule;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What the activities do to a cluster, change by change, in the order of the real ones. Decided by
 * the product's own claim rules.
 */
final class Deeds {
  private static final int REPLICAS = 10;

  private final SimulatedCluster cluster;
  private final ClusterPlan plan;
  private final Writer writer;

  Deeds(SimulatedCluster cluster, ClusterPlan plan, Writer writer) {
    this.cluster = cluster;
    this.plan = plan;
    this.writer = writer;
  }

  List<Deed> claim() {
    return List.of(
        entry(
            it -> LedgerRules.claim(writer, it.state()),
            it -> it.recording(cluster.stable().content())),
        canary((seen, now) -> ObjectRules.clear(writer, seen, now), now -> now).removing(),
        canary((seen, now) -> ObjectRules.create(writer, seen, now), now -> 0),
        change(cluster.route(), (seen, now) -> ObjectRules.claim(writer, seen, now)),
        change(cluster.stable(), (seen, now) -> ObjectRules.claim(writer, seen, now))
            .unless((template, known) -> !template.equals(known.original())));
  }

  /** A claim that came too late takes back what it has created. */
  List<Deed> stray() {
    return List.of(
        canary((seen, now) -> ObjectRules.stray(writer, seen, now), now -> now).removing());
  }

  List<Deed> scale(int step, int percent) {
    int wanted = Math.max(1, Math.ceilDiv(REPLICAS * percent, 100));
    return List.of(canary(forward(step), now -> Math.max(now, wanted)));
  }

  List<Deed> shift(int step, int percent) {
    return List.of(
        new Change<>(cluster.route(), cluster.ledger(), forward(step), (now, known) -> percent));
  }

  List<Deed> promote() {
    String template = plan.revision().name();
    return List.of(
        entry(
            it -> LedgerRules.record(writer, it.state(), it.written().equals(template)),
            it -> it.writing(template)),
        new Change<>(
                cluster.stable(),
                cluster.ledger(),
                forward(plan.promotionStep()),
                (now, known) -> template)
            .unless((now, known) -> known.foreign(now)));
  }

  List<Deed> empty() {
    return List.of(canary(forward(plan.settleStep()), now -> 0));
  }

  /** The same as releasing, once the ledger says that it stays. */
  List<Deed> keep() {
    Deed close = entry(it -> LedgerRules.close(writer, it.state()), it -> it);
    return java.util.stream.Stream.concat(java.util.stream.Stream.of(close), release("").stream())
        .toList();
  }

  Deed withdraw() {
    return new Change<>(
            cluster.route(),
            cluster.ledger(),
            (seen, now) -> ObjectRules.turn(writer, seen, now),
            (now, known) -> 0)
        .unread((seen, unread) -> ObjectRules.turnMarked(writer, seen));
  }

  List<Deed> turnBack() {
    return List.of(
        withdraw(),
        entry(it -> LedgerRules.bar(writer, it.state()), it -> it),
        withdraw(),
        change(cluster.stable(), (seen, now) -> ObjectRules.turn(writer, seen, now)),
        canary((seen, now) -> ObjectRules.turnOwn(writer, seen, now), now -> now),
        entry(it -> LedgerRules.turn(writer, it.state()), it -> it));
  }

  List<Deed> restore() {
    return List.of(
        new Change<>(
            cluster.stable(),
            cluster.ledger(),
            (seen, now) -> ObjectRules.restore(writer, seen, now),
            (now, known) -> now.equals(known.written()) ? known.original() : now));
  }

  List<Deed> release(String left) {
    Rule release = (seen, now) -> ObjectRules.release(writer, seen, now);
    return List.of(
        new Change<>(cluster.route(), cluster.ledger(), release, (now, known) -> 0),
        canary((seen, now) -> ObjectRules.empty(writer, seen, now), now -> 0),
        canary(release, now -> now).removing(),
        change(cluster.stable(), release),
        entry(it -> LedgerRules.free(writer, it.state()), it -> it.leaving(left)));
  }

  private Rule forward(int step) {
    return (seen, now) -> ObjectRules.forward(writer, step, seen, now);
  }

  private <T> Change<T> change(Item<T> item, Rule rule) {
    return new Change<>(item, cluster.ledger(), rule, (now, known) -> now);
  }

  private Change<Integer> canary(Rule rule, UnaryOperator<Integer> wanted) {
    return new Change<>(
        cluster.canary(), cluster.ledger(), rule, (now, known) -> wanted.apply(now));
  }

  private Deed entry(Function<Ledger, Decision<LedgerState>> rule, UnaryOperator<Ledger> contents) {
    return new Entry(cluster.ledger(), rule, contents);
  }
}
