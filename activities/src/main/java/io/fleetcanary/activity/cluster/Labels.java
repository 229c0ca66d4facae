package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fleetcanary.core.claim.Claim;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every name, label and annotation that we write, canary pods' labels aside. */
public final class Labels {
  /** What managedFields and audit logs call us. */
  public static final String MANAGER = "fleetcanary";

  /** What tells the canary's objects and pods from stable's. */
  private static final String TRACK = "fleetcanary.io/track";

  private static final String CANARY = "canary";
  private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  private static final String SERVICE = "fleetcanary.io/service";
  private static final String CLAIM = "claim.fleetcanary.io/";

  private Labels() {}

  /** Name of the ConfigMap that is a service's ledger. */
  public static String ledger(String service) {
    return MANAGER + "-" + service;
  }

  /** What all ledgers have in common. */
  static final SortedMap<String, String> OF_LEDGERS =
      Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(MANAGED_BY, MANAGER)));

  /** What the objects of all canaries have in common. */
  public static final SortedMap<String, String> OF_CANARIES =
      Collections.unmodifiableSortedMap(new TreeMap<>(Map.of(TRACK, CANARY)));

  /** The service whose ledger this is. */
  static Optional<String> service(HasMetadata ledger) {
    return Optional.ofNullable(ledger.getMetadata().getLabels().get(SERVICE));
  }

  /** Labels of a ledger. */
  static Map<String, String> ofLedger(String service) {
    return new TreeMap<>(Map.of(MANAGED_BY, MANAGER, SERVICE, service));
  }

  /** Key of the annotation that marks an object of this service. */
  public static String claimKey(String service) {
    return CLAIM + service;
  }

  /** The mark that an object carries. */
  public static Optional<Claim> claim(HasMetadata object, String service) {
    return Optional.ofNullable(annotations(object).get(claimKey(service))).map(Claim::read);
  }

  /** Marks an object, or takes its mark away. */
  static void mark(HasMetadata object, String service, Optional<Claim> claim) {
    Map<String, String> annotations = annotations(object);
    claim.ifPresentOrElse(
        mark -> annotations.put(claimKey(service), mark.toString()),
        () -> annotations.remove(claimKey(service)));
    object.getMetadata().setAnnotations(annotations);
  }

  /** Takes the mark of this service away. */
  public static void unmark(HasMetadata object, String service) {
    mark(object, service, Optional.empty());
  }

  /** Whether an object looks like one that we created for a canary, marked or not. */
  public static boolean isCanary(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && CANARY.equals(labels.get(TRACK));
  }

  private static Map<String, String> annotations(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return new TreeMap<>(Objects.requireNonNullElse(metadata.getAnnotations(), Map.of()));
  }
}
