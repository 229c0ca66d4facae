package io.fleetcanary.activity.watch;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.cluster.Authors;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Labels;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.activity.rollout.PlanObjects;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.core.claim.Claim;
import io.fleetcanary.core.claim.Decision;
import io.fleetcanary.core.claim.Decision.Fenced;
import io.fleetcanary.core.claim.Fence;
import io.fleetcanary.core.claim.Holder;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Seen;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.core.plan.ClusterPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What somebody else has done to a plan's objects since the rollout wrote them. Reads only: the
 * objects first, then the ledger, so that nothing counts that our own way back does meanwhile.
 */
final class ForeignLook {
  /** What our own way back, keeping, and the end of a rollout raise. */
  private static final Set<Fence> OUR_OWN =
      EnumSet.of(Fence.TURNED_BACK, Fence.CLOSED, Fence.ENDED, Fence.OTHER_RUN);

  private final PlanObjects objects;
  private final ClusterPlan plan;
  private final Workloads workloads;

  ForeignLook(PlanObjects objects) {
    this.objects = objects;
    this.plan = objects.plan();
    this.workloads = new Workloads(objects);
  }

  /** The first thing that is not as the rollout left it, with who wrote it last. */
  Optional<Stop> look() {
    Optional<Deployment> stable = objects.stable().read();
    Optional<Deployment> canary = objects.canary().read();
    List<Look<?>> claimed = claimed(stable, canary);
    Optional<Stop> unclaimed = service(stable, canary).or(objects::newScaler);
    Ledger ledger = objects.ledger().read();
    Writer writer = writer(ledger);
    return LedgerRules.record(writer, ledger.state(), true) instanceof Fenced<?> fenced
        ? fenced(fenced)
        : claimed.stream()
            .flatMap(look -> look.stop(writer, ledger).stream())
            .findFirst()
            .or(() -> unclaimed);
  }

  private List<Look<?>> claimed(Optional<Deployment> stable, Optional<Deployment> canary) {
    Stream<Look<?>> routes = objects.routes().stream().map(route -> look(route, this::route));
    Stream<Look<?>> scaler =
        objects.scaler().stream().map(each -> look(each.object(), each::lowered));
    Stream<Look<?>> ours =
        Stream.of(
            look(objects.stable(), stable, workloads::stable),
            look(objects.canary(), canary, (seen, any) -> workloads.canary(seen)),
            look(objects.canaryService(), (seen, any) -> Workloads.canaryService(seen, canary)));
    return Stream.of(routes, scaler, ours).flatMap(looks -> looks).toList();
  }

  /** Whichever run has claimed: what others have done, they have done to it. */
  private Writer writer(Ledger ledger) {
    String run = ledger.state().holder().map(Holder::run).orElse("");
    return new Writer(plan.rolloutId(), run);
  }

  private Optional<Stop> fenced(Fenced<?> fenced) {
    return OUR_OWN.contains(fenced.why())
        ? Optional.empty()
        : Optional.of(
            new Stop.Foreign(
                objects.ledger().toString(),
                sentence(fenced.why(), fenced.by()) + objects.ledger().author()));
  }

  private static String sentence(Fence why, String by) {
    return why + (by.isEmpty() ? "" : ", got " + by);
  }

  /** It carries no claim: we only read it. */
  private Optional<Stop> service(Optional<Deployment> stable, Optional<Deployment> canary) {
    Optional<Service> service = objects.service().read();
    return service
        .map(seen -> Workloads.service(seen, stable, canary).map(what -> what + Authors.of(seen)))
        .orElseGet(() -> Optional.of(Fence.GONE.toString()))
        .map(what -> new Stop.Foreign(objects.service().toString(), what));
  }

  private Optional<String> route(GenericKubernetesResource route, Ledger ledger) {
    RouteWeights weights = RouteWeights.of(plan);
    Map<String, Object> spec = RouteWeights.spec(route);
    Optional<Map<String, Object>> before =
        ledger.originals().flatMap(all -> all.route(route.getMetadata().getName()));
    return Labels.claim(route, plan.service())
        .flatMap(claim -> plan.weightAt(claim.step()))
        .flatMap(weight -> weights.other(spec, weight))
        .or(() -> before.flatMap(recorded -> weights.otherRules(spec, recorded)));
  }

  private <T extends HasMetadata> Look<T> look(
      ClusterObject<T> object, BiFunction<T, Ledger, Optional<String>> wrong) {
    return look(object, object.read(), wrong);
  }

  private <T extends HasMetadata> Look<T> look(
      ClusterObject<T> object, Optional<T> seen, BiFunction<T, Ledger, Optional<String>> wrong) {
    return new Look<>(object, seen, plan.service(), wrong);
  }

  /**
   * An object that carries a claim.
   *
   * @param wrong what is not as it was left, one sentence
   */
  private record Look<T extends HasMetadata>(
      ClusterObject<T> object,
      Optional<T> seen,
      String service,
      BiFunction<T, Ledger, Optional<String>> wrong) {
    Optional<Stop> stop(Writer writer, Ledger ledger) {
      return what(writer, ledger)
          .map(
              what -> new Stop.Foreign(object.toString(), what + seen.map(Authors::of).orElse("")));
    }

    private Optional<String> what(Writer writer, Ledger ledger) {
      Decision<Optional<Claim>> decision =
          ObjectRules.forward(writer, Integer.MAX_VALUE, mark(), ledger.state());
      if (decision instanceof Fenced<Optional<Claim>> fenced) {
        return OUR_OWN.contains(fenced.why())
            ? Optional.empty()
            : Optional.of(sentence(fenced.why(), fenced.by()));
      }
      return seen.flatMap(now -> going(now).or(() -> wrong.apply(now, ledger)));
    }

    private Seen mark() {
      return seen.map(now -> new Seen(true, Labels.claim(now, service), true)).orElse(Seen.ABSENT);
    }

    private static Optional<String> going(HasMetadata object) {
      return Optional.ofNullable(object.getMetadata().getDeletionTimestamp())
          .map(since -> "is being deleted");
    }
  }
}
