package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Labels;
import io.fleetcanary.activity.cluster.Ledger;
import io.fleetcanary.activity.scaler.ScalerObject;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.core.claim.Claim;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the way back leaves as somebody else made it, a sentence each, for the person who gets it.
 */
public final class Leftovers {
  private static final String LOST = " has lost its mark and stays";
  private final PlanObjects objects;

  public Leftovers(PlanObjects objects) {
    this.objects = objects;
  }

  /** All that is not as the ledger says it was. */
  public Stream<String> notes(Ledger ledger) {
    Stream<String> routes = objects.routes().stream().flatMap(each -> route(each, ledger));
    Stream<String> scaler =
        objects.scaler().stream().flatMap(each -> scaler(each, ledger).stream());
    return Stream.of(stable(), routes, scaler, marks()).flatMap(each -> each);
  }

  /** What keeping leaves: nothing but the autoscaler is put back then. */
  String kept() {
    return objects.scaler().flatMap(scaler -> scaler(scaler, objects.ledger().read())).orElse("");
  }

  private Optional<String> scaler(ScalerObject scaler, Ledger ledger) {
    return scaler
        .object()
        .read()
        .map(
            live ->
                foreign(live).isPresent() ? Optional.<String>empty() : scaler.foreign(live, ledger))
        .orElseGet(() -> missing(scaler.object()));
  }

  private Stream<String> stable() {
    return missing(objects.stable()).stream();
  }

  private Stream<String> route(ClusterObject<GenericKubernetesResource> object, Ledger ledger) {
    return object
        .read()
        .filter(route -> foreign(route).isEmpty())
        .map(route -> Routes.restored(objects.plan(), object, route, ledger).notes().stream())
        .map(notes -> objects.routes().size() == 1 ? notes : notes.map(n -> object + ": " + n))
        .orElseGet(() -> missing(object).stream());
  }

  private static Optional<String> missing(ClusterObject<? extends HasMetadata> object) {
    return object.read().isPresent()
        ? Optional.empty()
        : Optional.of(object + " does not exist any more");
  }

  /** What does not exist any more of the user's. */
  Stream<String> gone() {
    return Stream.concat(
        stable(), objects.routes().stream().flatMap(route -> missing(route).stream()));
  }

  /** The same when nothing else tells what is ours than marks. */
  Stream<String> withoutLedger() {
    Stream<String> routes = objects.routes().stream().flatMap(each -> markless(each).stream());
    return Stream.of(stable(), routes, floor().stream(), marks()).flatMap(each -> each);
  }

  /** Only the ledger knew how it was; without our mark it may never have been ours. */
  private Optional<String> floor() {
    return objects
        .scaler()
        .filter(scaler -> scaler.object().read().flatMap(this::claim).filter(this::own).isPresent())
        .map(
            scaler ->
                scaler.kind().min() + " of " + scaler + " may have been raised and stays as it is");
  }

  private Optional<String> markless(ClusterObject<GenericKubernetesResource> object) {
    RouteWeights weights = RouteWeights.of(objects.plan());
    return object
        .read()
        .filter(route -> claim(route).isEmpty())
        .filter(route -> weights.names(RouteWeights.spec(route)))
        .map(route -> object + LOST + alsoCanary());
  }

  private String alsoCanary() {
    return Routes.pointsAtCanary(objects)
        ? ", and so does " + objects.plan().canaryName() + ", at which it points"
        : "";
  }

  /** What its mark keeps us from: not ours, or lost. */
  private Stream<String> marks() {
    Stream<String> routes =
        objects.routes().stream()
            .flatMap(route -> foreign(route).stream())
            .map(note -> note + alsoCanary());
    return Stream.concat(
        routes,
        Stream.of(
                foreign(objects.stable()),
                objects.scaler().flatMap(scaler -> foreign(scaler.object())),
                foreign(objects.canary()),
                foreign(objects.canaryService()),
                lost(objects.canary()),
                lost(objects.canaryService()))
            .flatMap(Optional::stream));
  }

  /** Whether anything carries the mark of this rollout. */
  boolean marked() {
    return Stream.of(
            objects.routes().stream(),
            objects.scaler().map(ScalerObject::object).stream(),
            Stream.of(objects.stable(), objects.canary(), objects.canaryService()))
        .<ClusterObject<? extends HasMetadata>>flatMap(each -> each)
        .flatMap(object -> object.read().stream())
        .anyMatch(object -> claim(object).filter(this::own).isPresent());
  }

  private Optional<String> foreign(ClusterObject<? extends HasMetadata> object) {
    return object
        .read()
        .flatMap(this::foreign)
        .map(by -> object + " carries a mark that is not ours, " + by.rollout() + ", and stays");
  }

  private Optional<Claim> foreign(HasMetadata object) {
    return claim(object).filter(claim -> !own(claim));
  }

  /** A canary whose mark somebody has removed is not ours to remove any more. */
  private Optional<String> lost(ClusterObject<? extends HasMetadata> canary) {
    return canary
        .read()
        .filter(object -> claim(object).isEmpty())
        .filter(Labels::isCanary)
        .map(object -> canary + LOST);
  }

  private boolean own(Claim claim) {
    return claim.rollout().equals(objects.plan().rolloutId());
  }

  private Optional<Claim> claim(HasMetadata object) {
    return Labels.claim(object, objects.plan().service());
  }
}
