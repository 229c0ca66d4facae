package io.fleetcanary.activity.cluster;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.Comparator;
import java.util.Objects;

/** Who wrote an object, as its managed fields tell. */
public final class Authors {
  private Authors() {}

  /** Who wrote it last, us aside, as the end of a sentence; empty when nothing tells. */
  public static String of(HasMetadata object) {
    return object.getMetadata().getManagedFields().stream()
        .filter(entry -> !Labels.MANAGER.equals(entry.getManager()))
        .filter(entry -> !"status".equals(entry.getSubresource()))
        .max(Comparator.comparing(Authors::time))
        .map(entry -> ", last written by " + entry.getManager() + " at " + time(entry))
        .orElse("");
  }

  /** RFC 3339, which sorts as text. */
  private static String time(ManagedFieldsEntry entry) {
    return Objects.requireNonNullElse(entry.getTime(), "");
  }
}
