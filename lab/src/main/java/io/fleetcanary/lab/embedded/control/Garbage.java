package io.fleetcanary.lab.embedded.control;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Deletes what has lost all its owners. */
public final class Garbage implements Controller {
  private final KubernetesClient client;

  public Garbage(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public void reconcile(Snapshot seen) {
    Set<String> owners =
        Stream.of(seen.deployments(), seen.replicaSets(), seen.services())
            .flatMap(Collection::stream)
            .map(owner -> owner.getMetadata().getUid())
            .collect(Collectors.toSet());
    Stream.of(seen.replicaSets(), seen.pods(), seen.slices())
        .flatMap(Collection::stream)
        .filter(object -> orphaned(object, owners))
        .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
        .forEach(object -> client.resource(object).delete());
  }

  private static boolean orphaned(HasMetadata object, Set<String> owners) {
    List<OwnerReference> references = Owners.references(object);
    return !references.isEmpty()
        && references.stream().noneMatch(reference -> owners.contains(reference.getUid()));
  }
}
