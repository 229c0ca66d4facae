package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.List;

/** Owner references: who made an object, and goes before it. */
final class Owners {
  private Owners() {}

  static OwnerReference reference(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  /** Those of {@code candidates} that {@code owner} controls, oldest first. */
  static <T extends HasMetadata> List<T> owned(List<T> candidates, HasMetadata owner) {
    String uid = owner.getMetadata().getUid();
    return candidates.stream()
        .filter(candidate -> references(candidate).stream().anyMatch(ref -> is(ref, uid)))
        .sorted(Owners::byAge)
        .toList();
  }

  static List<OwnerReference> references(HasMetadata object) {
    List<OwnerReference> references = object.getMetadata().getOwnerReferences();
    return references == null ? List.of() : references;
  }

  /** Orders by creation, which is known to the second, then by name. */
  static int byAge(HasMetadata one, HasMetadata other) {
    ObjectMeta first = one.getMetadata();
    ObjectMeta second = other.getMetadata();
    int byTime = first.getCreationTimestamp().compareTo(second.getCreationTimestamp());
    return byTime != 0 ? byTime : first.getName().compareTo(second.getName());
  }

  private static boolean is(OwnerReference reference, String uid) {
    return Boolean.TRUE.equals(reference.getController()) && uid.equals(reference.getUid());
  }
}
