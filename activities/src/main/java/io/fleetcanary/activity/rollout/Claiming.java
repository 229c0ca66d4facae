package io.fleetcanary.activity.rollout;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.cluster.Change;
import io.fleetcanary.activity.cluster.ClusterObject;
import io.fleetcanary.activity.cluster.Ledger.Originals;
import io.fleetcanary.activity.cluster.Rule;
import io.fleetcanary.activity.cluster.Stop;
import io.fleetcanary.activity.scaler.ScalerObject;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.activity.workload.CanaryManifests;
import io.fleetcanary.activity.workload.Replicas;
import io.fleetcanary.core.claim.Fence;
import io.fleetcanary.core.claim.LedgerRules;
import io.fleetcanary.core.claim.ObjectRules;
import io.fleetcanary.core.claim.Writer;
import io.fleetcanary.workflow.Progress;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Claims a cluster: the ledger first, then our objects created empty, then the user's marked. */
final class Claiming {
  private final PlanObjects objects;
  private final Writer writer;

  Claiming(PlanObjects objects, Writer writer) {
    this.objects = objects;
    this.writer = writer;
  }

  Progress claim() {
    Optional<Stop> unfit = missing().or(this::another).or(this::unfit);
    if (unfit.isPresent()) {
      return declined(unfit.get());
    }
    Optional<Stop> stop =
        claimLedger()
            .or(this::createCanary)
            .or(this::claimRoutes)
            .or(this::claimScaler)
            .or(this::claimStable);
    if (stop.filter(Stop.Fenced.class::isInstance).isPresent()) {
      Stream.of(objects.canary(), objects.canaryService()).forEach(this::removeStray);
    }
    return Progresses.of(stop);
  }

  /** An attempt before this one may have claimed already, or still be on its way to. */
  private Progress declined(Stop why) {
    Progresses.insist(objects.ledger().write(it -> LedgerRules.bar(writer, it.state()), it -> it));
    return Progresses.declined(why, objects.ledger().read().state().touchedBy(writer));
  }

  private Optional<Stop> missing() {
    return Stream.of(
            Stream.of(objects.stable(), objects.service()),
            objects.routes().stream(),
            objects.scaler().map(ScalerObject::object).stream())
        .<ClusterObject<? extends HasMetadata>>flatMap(each -> each)
        .filter(object -> object.read().isEmpty())
        .<Stop>map(object -> new Stop.Fenced(object.toString(), Fence.GONE, ""))
        .findFirst();
  }

  /** An address can lead to another cluster than it did, and a workload can be made anew. */
  private Optional<Stop> another() {
    String planned = objects.plan().cluster().identity();
    String found =
        Objects.requireNonNullElse(
            objects.stable().read().orElseThrow().getMetadata().getUid(), "");
    return planned.isEmpty() || planned.equals(found)
        ? Optional.empty()
        : Optional.of(
            new Stop.Foreign(
                objects.stable().toString(),
                "is not the one that was surveyed: another cluster answers, or it was created anew;"
                    + " start again"));
  }

  /**
   * The survey has asked before; somebody may have made another label, route or autoscaler since.
   */
  private Optional<Stop> unfit() {
    try {
      Manifests.of(objects);
      return Routes.unplanned(objects).or(objects::newScaler);
    } catch (IllegalArgumentException labels) {
      String why = String.valueOf(labels.getMessage());
      return Optional.of(new Stop.Foreign(objects.stable().toString(), why));
    }
  }

  private Optional<Stop> claimLedger() {
    return objects
        .ledger()
        .write(it -> LedgerRules.claim(writer, it.state()), it -> it.recording(now()));
  }

  /** Looked at after the ledger: whoever held it before has written nothing since. */
  private Originals now() {
    Deployment stable = objects.stable().read().orElseThrow();
    SortedMap<String, Map<String, Object>> routes = new TreeMap<>();
    for (ClusterObject<GenericKubernetesResource> route : objects.routes()) {
      routes.put(route.name(), RouteWeights.spec(route.read().orElseThrow()));
    }
    return new Originals(
        stable.getMetadata().getName(),
        Replicas.of(stable),
        stable.getSpec().getTemplate(),
        routes,
        objects.scaler().map(scaler -> scaler.floor(Replicas.of(stable))));
  }

  private Optional<Stop> createCanary() {
    Manifests manifests = Manifests.of(objects);
    return create(objects.canary(), manifests.deployment())
        .or(() -> create(objects.canaryService(), manifests.service()));
  }

  private <T extends HasMetadata> Optional<Stop> create(ClusterObject<T> object, T manifest) {
    return objects
        .claims()
        .remove(object, Rule.of(writer, ObjectRules::clear))
        .or(() -> objects.claims().create(object, manifest, Rule.of(writer, ObjectRules::create)));
  }

  private Optional<Stop> claimRoutes() {
    return objects.routes().stream()
        .flatMap(
            route ->
                mark(
                    route,
                    RouteWeights::spec,
                    before -> before.route(route.name()).orElse(Map.of()))
                    .stream())
        .findFirst();
  }

  /** Requests that come back must find the pods that they left: its floor is raised to them. */
  private Optional<Stop> claimScaler() {
    Rule claim = Rule.of(writer, ObjectRules::claim);
    Rule forward = (seen, ledger) -> ObjectRules.forward(writer, 0, seen, ledger);
    return objects
        .scaler()
        .flatMap(
            scaler ->
                objects
                    .claims()
                    .change(scaler.object(), scaler.claimed(claim))
                    .or(() -> objects.claims().change(scaler.object(), scaler.raised(forward))));
  }

  private Optional<Stop> claimStable() {
    return mark(objects.stable(), stable -> stable.getSpec().getTemplate(), Originals::template);
  }

  /** Marks an object if the part that a rollout changes is as the ledger recorded it. */
  private <T extends HasMetadata> Optional<Stop> mark(
      ClusterObject<T> object, Function<T, Object> part, Function<Originals, Object> recorded) {
    Change<T> marked = Change.by(Rule.of(writer, ObjectRules::claim));
    return objects
        .claims()
        .change(
            object,
            marked.unless(
                (seen, ledger) ->
                    ledger
                        .originals()
                        .filter(before -> !object.same(part.apply(seen), recorded.apply(before)))
                        .map(before -> Fence.CHANGED.toString())));
  }

  private void removeStray(ClusterObject<? extends HasMetadata> object) {
    objects.claims().remove(object, Rule.of(writer, ObjectRules::stray));
  }

  /** The canary's own objects, still empty. */
  private record Manifests(Deployment deployment, Service service) {
    static Manifests of(PlanObjects objects) {
      Deployment stable = objects.stable().read().orElseThrow();
      Service service = objects.service().read().orElseThrow();
      return new Manifests(
          CanaryManifests.deployment(stable, service, objects.plan()),
          CanaryManifests.service(service, stable, objects.plan()));
    }
  }
}
