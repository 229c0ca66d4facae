package io.fleetcanary.activity.scaler;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fleetcanary.activity.cluster.Ledger.Floor;
import io.fleetcanary.core.fleet.ScalerRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One autoscaler as the client reads it. A rollout raises its floor to stable's size, so that
 * requests which come back find the pods that they left, and never touches its ceiling: the size
 * that was recorded is below it, or the floor is raised to it and no further.
 *
 * @param object never changed
 */
public record Autoscaler(ScalerKind kind, GenericKubernetesResource object) {
  /** What KEDA takes for the most where a ScaledObject does not say; an HPA always does. */
  private static final int MOST = 100;

  public ScalerRef ref() {
    return new ScalerRef(kind.kind(), object.getMetadata().getName());
  }

  /** Whether it scales this Deployment. */
  public boolean scales(String deployment) {
    return spec().get("scaleTargetRef") instanceof Map<?, ?> target
        && "Deployment".equals(Objects.requireNonNullElse(target.get("kind"), "Deployment"))
        && deployment.equals(target.get("name"));
  }

  /** Whether KEDA made it of a ScaledObject, and writes it again whenever it differs. */
  public boolean madeByKeda() {
    return owners().map(ScalerRef::kind).anyMatch(ScalerKind.SCALED_OBJECT.kind()::equals);
  }

  /** Whether it is this one, or what KEDA made of it. */
  boolean isOf(ScalerRef scaler) {
    return ref().equals(scaler) || owners().anyMatch(scaler::equals);
  }

  private Stream<ScalerRef> owners() {
    return object.getMetadata().getOwnerReferences().stream()
        .map(owner -> new ScalerRef(owner.getKind(), owner.getName()));
  }

  /** Whether it takes the last pods away however few it may leave otherwise. */
  public boolean idles() {
    return spec().get("idleReplicaCount") != null;
  }

  /** How few pods it says that it leaves. */
  public Optional<Integer> min() {
    return number(kind.min());
  }

  /** What a rollout must know of it, which begins with so many pods of stable. */
  public Floor floor(int replicas) {
    int raised = Math.min(replicas, number(kind.max()).orElse(MOST));
    return new Floor(ref(), min(), Math.max(raised, floor()));
  }

  /** With the floor raised, unless somebody has changed it, or the ceiling, meanwhile. */
  public GenericKubernetesResource raised(Floor to) {
    boolean room = to.raised() <= number(kind.max()).orElse(MOST);
    return room && to.raises() && min().equals(to.before())
        ? with(Optional.of(to.raised()))
        : object;
  }

  /** With the floor as it was before, where it still is where we have put it. */
  public GenericKubernetesResource restored(Floor from) {
    return from.raises() && floor() == from.raised() ? with(from.before()) : object;
  }

  /** What somebody else made of the floor, one sentence; empty when it can be put back. */
  public Optional<String> foreign(Floor from) {
    boolean known = floor() == from.raised() || min().equals(from.before());
    return known || !from.raises()
        ? Optional.empty()
        : Optional.of(
            kind.min()
                + " of "
                + ref()
                + " was changed by somebody else to "
                + floor()
                + " and stays");
  }

  /** Whether stable could lose pods meanwhile that it had, one sentence; more are welcome. */
  public Optional<String> lowered(Floor to) {
    return floor() >= to.raised()
        ? Optional.empty()
        : Optional.of(
            kind.min() + " must be at least " + to.raised() + " until the end, got " + floor());
  }

  private int floor() {
    return min().orElse(kind.least());
  }

  private GenericKubernetesResource with(Optional<Integer> min) {
    Map<String, Object> spec = new LinkedHashMap<>(spec());
    min.ifPresentOrElse(value -> spec.put(kind.min(), value), () -> spec.remove(kind.min()));
    Map<String, Object> properties = new LinkedHashMap<>(object.getAdditionalProperties());
    properties.put("spec", spec);
    GenericKubernetesResource changed = new GenericKubernetesResource();
    changed.setApiVersion(object.getApiVersion());
    changed.setKind(object.getKind());
    changed.setMetadata(object.getMetadata());
    changed.setAdditionalProperties(properties);
    return changed;
  }

  private Optional<Integer> number(String field) {
    return spec().get(field) instanceof Number number
        ? Optional.of(number.intValue())
        : Optional.empty();
  }

  @SuppressWarnings("unchecked") // JSON objects have texts for keys
  private Map<String, Object> spec() {
    return object.getAdditionalProperties().get("spec") instanceof Map<?, ?> spec
        ? (Map<String, Object>) spec
        : Map.of();
  }
}
